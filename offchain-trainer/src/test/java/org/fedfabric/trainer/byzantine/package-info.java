/**
 * What enterprises, trainers and strangers may try, each as a scenario that asserts three things: the task completes as the
 * honest rules have it, quotas hold, and something shows what happened. Played on the embedded network, or on the one that
 * {@code -Dfedfabric.network=DIR} names; {@code scripts/byzantine} runs them.
 */
package org.fedfabric.trainer.byzantine;
