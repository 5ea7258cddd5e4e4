package org.fedfabric.embedded;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A member of the consortium. Enterprises are lettered: {@code enterprise-a} with MSP id {@code EnterpriseAMSP}, and so on.
 *
 * @param index its position, from 0
 */
public record Enterprise(int index) {
    /** There are letters for this many. */
    public static final int MAX = 26;

    /** An enterprise with a letter. */
    public Enterprise {
        if (index < 0 || index >= MAX) {
            throw new IllegalArgumentException("An embedded network has room for " + MAX
                    + " enterprises, with indexes from 0. Provided value: " + index);
        }
    }

    /** The first {@code count} enterprises. */
    static List<Enterprise> first(int count) {
        return IntStream.range(0, count).mapToObj(Enterprise::new).toList();
    }

    /** The name, which is also that of its own channel and of its folders. */
    public String name() {
        return "enterprise-" + (char) ('a' + index);
    }

    /** The MSP id. */
    public String mspId() {
        return "Enterprise" + (char) ('A' + index) + "MSP";
    }
}
