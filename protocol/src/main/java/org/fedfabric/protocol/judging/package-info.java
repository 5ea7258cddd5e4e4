/**
 * Judging an update from its bytes, the same on every endorser: form, norm, and what it does to the model's score on the
 * task's validation set (protocol.md §4). Start with {@link org.fedfabric.protocol.judging.Judge}.
 */
package org.fedfabric.protocol.judging;
