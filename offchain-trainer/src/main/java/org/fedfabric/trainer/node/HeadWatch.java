package org.fedfabric.trainer.node;

import org.fedfabric.protocol.ledger.VersionRecord;

/** The newest version as the node last read it, for jobs that must not outlive it. */
final class HeadWatch {
    private VersionRecord head;
    private boolean ended;

    synchronized void set(VersionRecord read) {
        head = read;
        notifyAll();
    }

    /** Nothing more will come: whoever waits goes home. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Whether the head is still this version in this state. */
    synchronized boolean isAt(VersionRecord seen) {
        return !ended && head != null && head.version() == seen.version() && head.state() == seen.state();
    }

    /** Whether the head is still this version, in whatever state. */
    synchronized boolean isAtVersion(long version) {
        return !ended && head != null && head.version() == version;
    }

    /**
     * Waits.
     *
     * @return whether the head is still at this version and state when the time is over
     */
    synchronized boolean staysAt(VersionRecord seen, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (isAt(seen)) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return true;
            }
            wait(millis);
        }
        return false;
    }
}
