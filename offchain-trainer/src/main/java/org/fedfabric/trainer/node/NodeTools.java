package org.fedfabric.trainer.node;

import java.util.concurrent.ExecutorService;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.trainer.sealing.SealedUpdates;

/**
 * What all tasks of a node share.
 *
 * @param settings how the node works
 * @param store the enterprise's content store
 * @param models models by address
 * @param sealed updates on disk
 * @param secrets secrets of hash chains
 * @param training as many threads as train at a time
 * @param judging as many threads as judge at a time
 * @param scoring one thread of low priority that scores versions on held-out rows
 * @param io threads for everything that waits for others
 * @param progress where progress is written
 * @param observer whoever shows the operator what happens
 */
record NodeTools(
        NodeSettings settings,
        ContentStore store,
        Models models,
        SealedUpdates sealed,
        ChainSecrets secrets,
        ExecutorService training,
        ExecutorService judging,
        ExecutorService scoring,
        ExecutorService io,
        ProgressLog progress,
        NodeObserver observer) {}
