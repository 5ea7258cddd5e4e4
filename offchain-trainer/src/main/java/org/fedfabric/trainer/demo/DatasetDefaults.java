package org.fedfabric.trainer.demo;

/**
 * What a data set is trained with unless the options say otherwise.
 *
 * @param model name of the network
 * @param partition how rows are spread
 * @param versions versions to publish
 * @param clipNorm L2 norm an update is clipped to: well above what honest updates reach, so that it only bounds attackers
 */
record DatasetDefaults(String model, String partition, int versions, double clipNorm) {
    static DatasetDefaults of(DemoOptions.Dataset dataset) {
        return switch (dataset) {
            case GENERATED -> new DatasetDefaults("mlp", "column:Type", 30, 20);
            case MNIST -> new DatasetDefaults("small-cnn", "iid", 5, 20);
            case CSV -> new DatasetDefaults("mlp", "iid", 12, 20);
        };
    }
}
