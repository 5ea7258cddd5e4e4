package org.fedfabric.chaincode.judging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What judging remembers must not grow with the versions of a task. */
class MemoryTest {
    @Test
    void forgets_the_least_recently_used_beyond_its_number() {
        Memory<Integer, String> memory = Memory.ofEntries(10);
        for (int version = 0; version < 100; version++) {
            memory.put(version, "verdict");
            memory.known(0);
        }

        assertThat(known(memory)).containsExactly(0, 91, 92, 93, 94, 95, 96, 97, 98, 99);
    }

    @Test
    void results_of_hardly_any_bytes_count_as_results() {
        Memory<Integer, byte[]> memory = Memory.ofBytes(1_000_000, 10, bytes -> bytes.length);
        for (int version = 0; version < 100; version++) {
            memory.put(version, new byte[3]);
        }

        assertThat(known(memory)).hasSize(10);
    }

    @Test
    void results_of_many_bytes_count_by_their_bytes_and_the_newest_stays_whatever_it_weighs() {
        Memory<Integer, byte[]> memory = Memory.ofBytes(1_000, 10, bytes -> bytes.length);
        for (int version = 0; version < 100; version++) {
            memory.put(version, new byte[400]);
        }
        assertThat(known(memory)).containsExactly(98, 99);

        memory.put(100, new byte[5_000]);
        assertThat(known(memory)).containsExactly(100);
    }

    private static int[] known(Memory<Integer, ?> memory) {
        return IntStream.rangeClosed(0, 100)
                .filter(version -> memory.known(version) != null)
                .toArray();
    }
}
