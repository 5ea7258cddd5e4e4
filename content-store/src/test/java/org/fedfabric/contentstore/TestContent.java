package org.fedfabric.contentstore;

/** Content that anyone can generate again: byte i is (31 i + 17 (i >> 8) + 7 (i >> 16)) mod 256. */
final class TestContent {
    private TestContent() {}

    static byte[] ofLength(int lengthBytes) {
        byte[] content = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            content[i] = (byte) (31 * i + 17 * (i >> 8) + 7 * (i >> 16));
        }
        return content;
    }
}
