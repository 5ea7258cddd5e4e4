/**
 * An enterprise's node: its participants' training, its own judging, its turn in aggregation (protocol.md §2).
 *
 * <p>Everything is derived from the ledger, at the start and at every step: {@link
 * org.fedfabric.trainer.node.TrainerNode} reads the head version, compares it with what lies on disk, and does what is
 * missing. Events only say when to look. So a process that is killed anywhere goes on where it was when it is started
 * again, and nothing is done twice that must be done once.
 *
 * <p>One thread per task decides; jobs on other threads train, submit, judge and aggregate, and report back to it.
 */
package org.fedfabric.trainer.node;
