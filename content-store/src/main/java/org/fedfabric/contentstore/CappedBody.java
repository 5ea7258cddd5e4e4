package org.fedfabric.contentstore;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Takes the body of an answer up to a cap and hangs up one byte later, whatever the answer's header promised. The bytes
 * go into a given region of an array, or into one that grows with what really arrives.
 */
final class CappedBody implements BodySubscriber<CappedBody> {
    private static final int FIRST_BYTES = 1 << 10;

    private final CompletableFuture<CappedBody> done = new CompletableFuture<>();
    private final int offset;
    private final int capBytes;
    private byte[] target;
    private Flow.Subscription subscription;
    private int length;
    private boolean overlong;

    private CappedBody(byte[] target, int offset, int capBytes) {
        this.target = target;
        this.offset = offset;
        this.capBytes = capBytes;
    }

    /** A body that fills a region of an array and nothing outside it. */
    static CappedBody into(byte[] target, int offset, int capBytes) {
        if (offset < 0 || capBytes < 0 || capBytes > target.length - offset) {
            throw new IllegalArgumentException("A body must fit its array of " + target.length
                    + " bytes. Provided value: offset " + offset + ", length " + capBytes + ".");
        }
        return new CappedBody(target, offset, capBytes);
    }

    /** A body of unknown length up to a cap. */
    static CappedBody growing(int capBytes) {
        return new CappedBody(new byte[Math.min(FIRST_BYTES, capBytes)], 0, capBytes);
    }

    /** Number of bytes that arrived, at most the cap. */
    int length() {
        return length;
    }

    /** Whether there was at least one byte more than the cap. */
    boolean overlong() {
        return overlong;
    }

    /** A copy of what arrived. */
    byte[] bytes() {
        return Arrays.copyOfRange(target, offset, offset + length);
    }

    @Override
    public CompletionStage<CappedBody> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (overlong) {
                return;
            }
            int taken = Math.min(buffer.remaining(), capBytes - length);
            makeRoom(taken);
            buffer.get(target, offset + length, taken);
            length += taken;
            if (buffer.hasRemaining()) {
                overlong = true;
                subscription.cancel();
                done.complete(this);
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(this);
    }

    private void makeRoom(int more) {
        if (offset + length + more > target.length) {
            target = Arrays.copyOf(target, Math.min(capBytes, Math.max(2 * target.length, length + more)));
        }
    }
}
