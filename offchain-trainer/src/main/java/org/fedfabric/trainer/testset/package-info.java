/**
 * Test rows that nobody sees before the task has ended: committed to when it is created, opened afterwards, so that final
 * figures are of rows that no decision was made with. Start with {@link org.fedfabric.trainer.testset.HiddenTest}.
 */
package org.fedfabric.trainer.testset;
