package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.Shape;
import org.junit.jupiter.api.Test;

class NetworkPoolTest {
    private static final ModelSpec MODEL = NamedModels.forName("mlp", Shape.flat(4), 2);
    private static final ModelSpec EQUAL = NamedModels.forName("mlp", Shape.flat(4), 2);
    private static final ModelSpec OTHER = NamedModels.forName("mlp", Shape.flat(5), 2);

    @Test
    void a_network_under_way_is_nobody_elses() {
        NetworkPool pool = new NetworkPool(2);
        assertThat(pool.take(MODEL)).isNotSameAs(pool.take(MODEL));
    }

    @Test
    void a_network_given_back_serves_the_next_of_an_equal_spec() {
        NetworkPool pool = new NetworkPool(2);
        Network network = pool.take(MODEL);
        pool.give(network);
        assertThat(pool.take(OTHER)).isNotSameAs(network);
        assertThat(pool.take(EQUAL)).isSameAs(network);
    }

    @Test
    void keeps_no_more_than_it_may() {
        NetworkPool pool = new NetworkPool(1);
        Network first = pool.take(MODEL);
        Network second = pool.take(MODEL);
        pool.give(first);
        pool.give(second);
        assertThat(pool.take(MODEL)).isSameAs(second);
        assertThat(pool.take(MODEL)).isNotSameAs(first);
    }
}
