package org.fedfabric.chaincode.judging;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/** How long one call waits in all, however many results it waits for. */
final class Patience {
    private final long endNanos;

    private Patience(long endNanos) {
        this.endNanos = endNanos;
    }

    /** Waits until this long from now. */
    static Patience of(Duration longest) {
        return new Patience(System.nanoTime() + longest.toNanos());
    }

    /**
     * The result of work that others do.
     *
     * @param what the work, to tell the caller
     * @throws RefusalException BUSY if the patience ends first, while the work goes on; or what the work was refused with
     */
    <T> T await(Future<T> work, String what) {
        try {
            return work.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RefusalException(
                    RefusalCode.BUSY, what + " must be done before this endorser can answer, and goes on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusalException(RefusalCode.BUSY, what + " was interrupted: this endorser is stopping");
        } catch (ExecutionException e) {
            // Work that waited for other work failed with that work's failure.
            Throwable cause = e.getCause();
            while (cause instanceof ExecutionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof RefusalException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(what + " failed", cause);
        }
    }
}
