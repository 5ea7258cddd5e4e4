package org.fedfabric.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSpecTest {
    private static final Shape MNIST = new Shape(28, 28, 1);

    @Test
    void refuses_layers_that_do_not_fit_one_another() {
        assertRefused("The last layer of a model must be softmax", MNIST, new Layer.Flatten(), new Layer.Dense(10));
        assertRefused("The last layer of a model must be softmax", MNIST);
        assertRefused("Softmax must be the last layer", Shape.flat(3), new Layer.Softmax(), new Layer.Softmax());
        assertRefused("put a flatten layer before it", MNIST, new Layer.Dense(10), new Layer.Softmax());
        assertRefused("Softmax takes a flat input", MNIST, new Layer.Softmax());
        assertRefused(
                "kernel must fit",
                new Shape(4, 4, 1),
                new Layer.Conv2d(1, 5, Layer.Padding.VALID),
                new Layer.Softmax());
        assertRefused("A max-pool must fit", new Shape(4, 4, 1), new Layer.MaxPool2d(5), new Layer.Softmax());
        assertRefused("classes (outputs)", Shape.flat(3), new Layer.Dense(1), new Layer.Softmax());
        assertRefused("parameters of a model", Shape.flat(3), new Layer.Softmax());
    }

    @Test
    void refuses_an_even_kernel_with_same_padding() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Layer.Conv2d(1, 4, Layer.Padding.SAME))
                .withMessage("SAME padding needs an odd kernel. Provided value: 4");
    }

    @Test
    void refuses_more_parameters_than_an_update_can_carry() {
        assertRefused("parameters of a model", Shape.flat(4_000), new Layer.Dense(2_500), new Layer.Softmax());
        assertThatThrownBy(() -> ModelSpec.of(Shape.flat(1 << 20), new Layer.Dense(65_536), new Layer.Softmax()))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void refuses_an_unknown_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedModels.forName("transformer", MNIST, 10))
                .withMessageContaining("model must be one of [linear, mlp, 2nn, small-cnn, mcmahan-cnn]");
    }

    @ParameterizedTest
    @CsvSource({"2nn, 199210, 198800", "small-cnn, 20522, 337024", "mcmahan-cnn, 1663370, 12273152"})
    void counts_parameters_and_multiply_adds_of_the_published_networks(String name, int parameters, long work) {
        ModelSpec spec = NamedModels.forName(name, MNIST, 10);
        assertThat(spec.parameterCount()).isEqualTo(parameters);
        assertThat(spec.multiplyAdds()).isEqualTo(work);
        assertThat(spec.classes()).isEqualTo(10);
    }

    private static void assertRefused(String message, Shape input, Layer... layers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSpec.of(input, layers))
                .withMessageContaining(message);
    }
}
