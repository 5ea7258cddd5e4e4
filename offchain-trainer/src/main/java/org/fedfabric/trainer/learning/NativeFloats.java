package org.fedfabric.trainer.learning;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Memory outside the heap, for {@link OpenBlasGemm}: handed to native code by address, while a heap array would be copied
 * whole at every call. It is freed with the object.
 */
final class NativeFloats implements Floats {
    /** Bytes of a cache line and of the widest vector: rows that start on one are read fastest. */
    private static final int ALIGNMENT = 64;

    private static final float[] ZEROS = new float[4096];

    private final FloatBuffer buffer;
    private final FloatPointer left;
    private final FloatPointer right;
    private final FloatPointer result;

    NativeFloats(int length) {
        buffer = ByteBuffer.allocateDirect(Math.addExact(Math.multiplyExact(length, Float.BYTES), 2 * ALIGNMENT))
                .alignedSlice(ALIGNMENT)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .slice(0, length);
        left = new FloatPointer(buffer);
        right = new FloatPointer(buffer);
        result = new FloatPointer(buffer);
    }

    /** The address of an element, as a product's left factor. A pointer's position is state: one per role. */
    FloatPointer left(int at) {
        return left.position(at);
    }

    /** The address of an element, as a product's right factor. */
    FloatPointer right(int at) {
        return right.position(at);
    }

    /** The address of an element, as a product's result. */
    FloatPointer result(int at) {
        return result.position(at);
    }

    @Override
    public int length() {
        return buffer.limit();
    }

    @Override
    public void put(int at, float[] source, int from, int count) {
        buffer.put(at, source, from, count);
    }

    @Override
    public void get(int at, float[] target, int to, int count) {
        buffer.get(at, target, to, count);
    }

    @Override
    public void clear(int at, int count) {
        for (int done = 0; done < count; done += ZEROS.length) {
            buffer.put(at + done, ZEROS, 0, Math.min(ZEROS.length, count - done));
        }
    }

    @Override
    public String toString() {
        return "native memory of " + length() + " floats";
    }
}
