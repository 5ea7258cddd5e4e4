package org.fedfabric.protocol.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixSumsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 100, 257})
    void every_position_lies_in_the_entry_that_counting_finds(int size) {
        Random random = new Random(size);
        long[] entries = random.longs(size, 1, 9).toArray();
        PrefixSums sums = new PrefixSums(entries);

        while (sums.total() > 0) {
            for (long position = 0; position < sums.total(); position += 1 + random.nextInt(3)) {
                assertThat(sums.indexAt(position)).isEqualTo(counted(entries, position));
            }
            int removed = counted(entries, random.nextLong(sums.total()));
            sums.add(removed, -entries[removed]);
            entries[removed] = 0;
        }
    }

    private static int counted(long[] entries, long position) {
        int index = 0;
        long end = entries[0];
        while (position >= end) {
            index++;
            end += entries[index];
        }
        return index;
    }
}
