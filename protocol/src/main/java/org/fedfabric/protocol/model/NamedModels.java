package org.fedfabric.protocol.model;

import java.util.List;

/** Networks known by name, so that a task can ask for one in a word. */
public final class NamedModels {
    private NamedModels() {}

    /** The names {@link #forName} knows. */
    public static List<String> names() {
        return List.of("linear", "mlp", "2nn", "small-cnn", "mcmahan-cnn");
    }

    /**
     * The network of that name for this input and number of classes.
     *
     * <ul>
     *   <li>{@code linear}: no hidden unit (multinomial logistic regression), where noise leaves no room for more;
     *   <li>{@code mlp}: 32 and 16 hidden units, for tables of a few columns;
     *   <li>{@code 2nn}: 200 and 200 hidden units (McMahan et al. 2017; 199,210 parameters on MNIST);
     *   <li>{@code small-cnn}: 5×5 valid 8, pool, 5×5 valid 16, pool, 64 (20,522 parameters on MNIST);
     *   <li>{@code mcmahan-cnn}: 5×5 same 32, pool, 5×5 same 64, pool, 512 (1,663,370 parameters on MNIST).
     * </ul>
     */
    public static ModelSpec forName(String name, Shape input, int classes) {
        return switch (name) {
            case "linear" -> ModelSpec.of(Shape.flat(input.size()), new Layer.Dense(classes), new Layer.Softmax());
            case "mlp" ->
                ModelSpec.of(
                        Shape.flat(input.size()),
                        new Layer.Dense(32),
                        new Layer.Relu(),
                        new Layer.Dense(16),
                        new Layer.Relu(),
                        new Layer.Dense(classes),
                        new Layer.Softmax());
            case "2nn" ->
                ModelSpec.of(
                        Shape.flat(input.size()),
                        new Layer.Dense(200),
                        new Layer.Relu(),
                        new Layer.Dense(200),
                        new Layer.Relu(),
                        new Layer.Dense(classes),
                        new Layer.Softmax());
            case "small-cnn" -> convolutional(input, Layer.Padding.VALID, 8, 16, 64, classes);
            case "mcmahan-cnn" -> convolutional(input, Layer.Padding.SAME, 32, 64, 512, classes);
            default ->
                throw new IllegalArgumentException("model must be one of " + names() + ". Provided value: " + name);
        };
    }

    private static ModelSpec convolutional(
            Shape input, Layer.Padding padding, int first, int second, int hidden, int classes) {
        return ModelSpec.of(
                input,
                new Layer.Conv2d(first, 5, padding),
                new Layer.Relu(),
                new Layer.MaxPool2d(2),
                new Layer.Conv2d(second, 5, padding),
                new Layer.Relu(),
                new Layer.MaxPool2d(2),
                new Layer.Flatten(),
                new Layer.Dense(hidden),
                new Layer.Relu(),
                new Layer.Dense(classes),
                new Layer.Softmax());
    }
}
