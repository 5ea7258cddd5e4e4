package org.fedfabric.protocol.model;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * A network, completely: two parties with equal specs and equal parameter vectors compute equal outputs. Its parameters
 * are one flat vector, layer after layer in order (each as its {@link Layer} says).
 *
 * @param schema version of this record's form, 1
 * @param input shape of one example
 * @param layers first to last; the last is softmax
 * @param initialisation how the first weights are drawn
 */
public record ModelSpec(int schema, Shape input, List<Layer> layers, Initialisation initialisation) {
    /** The form this version reads and writes. */
    public static final int SCHEMA = 1;

    /** Upper bound on parameters: 10 million, 40 MB as floats, 80 chunks of 1 MiB as an update. */
    public static final int MAX_PARAMETERS = 10_000_000;

    /** Checks that the layers fit one another. */
    public ModelSpec {
        Checks.inRange(schema, SCHEMA, SCHEMA, "schema of a model spec");
        Checks.present(input, "input");
        layers = Checks.list(layers, 64, "layers");
        Checks.present(initialisation, "initialisation");
        Checks.require(
                !layers.isEmpty() && layers.get(layers.size() - 1) instanceof Layer.Softmax,
                "The last layer of a model must be softmax",
                layers);
        Shape shape = input;
        int parameters = 0;
        for (int i = 0; i < layers.size(); i++) {
            Checks.require(
                    i == layers.size() - 1 || !(layers.get(i) instanceof Layer.Softmax),
                    "Softmax must be the last layer and the only one",
                    layers);
            parameters = Math.addExact(parameters, layers.get(i).parameterCount(shape));
            shape = layers.get(i).outputOf(shape);
        }
        Checks.inRange(parameters, 1, MAX_PARAMETERS, "parameters of a model");
        Checks.inRange(shape.size(), 2, 4_096, "classes (outputs) of a model");
    }

    /** A spec in the current form with He-uniform initial weights. */
    public static ModelSpec of(Shape input, Layer... layers) {
        return new ModelSpec(SCHEMA, input, List.of(layers), Initialisation.HE_UNIFORM);
    }

    /** The shapes between the layers: element i goes into layer i, the last comes out of the network. */
    public List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>(List.of(input));
        for (Layer layer : layers) {
            shapes.add(layer.outputOf(shapes.get(shapes.size() - 1)));
        }
        return shapes;
    }

    /** Length of the parameter vector. */
    public int parameterCount() {
        List<Shape> shapes = shapes();
        int sum = 0;
        for (int i = 0; i < layers.size(); i++) {
            sum += layers.get(i).parameterCount(shapes.get(i));
        }
        return sum;
    }

    /** Multiply-adds of one forward pass of one example. */
    public long multiplyAdds() {
        List<Shape> shapes = shapes();
        long sum = 0;
        for (int i = 0; i < layers.size(); i++) {
            sum += layers.get(i).multiplyAdds(shapes.get(i));
        }
        return sum;
    }

    /** Number of classes the network tells apart. */
    public int classes() {
        List<Shape> shapes = shapes();
        return shapes.get(shapes.size() - 1).size();
    }
}
