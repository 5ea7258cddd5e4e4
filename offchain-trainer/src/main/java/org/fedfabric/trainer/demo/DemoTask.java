package org.fedfabric.trainer.demo;

import java.util.Locale;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.terms.TaskDraft;

/** Turns options into a task's terms. */
final class DemoTask {
    private DemoTask() {}

    static TaskDraft draft(DemoOptions options, DemoPlace place, Federation federation, DemoData data) {
        DatasetDefaults defaults = DatasetDefaults.of(options.dataset);
        DataSchema schema = data.schema();
        Selection selection = SelectOption.parse(options.select);
        int selected = SelectOption.places(selection, federation.size());
        int minEnterprises = Math.min(2, federation.enterprises());
        String model = options.model == null ? defaults.model() : options.model;
        return new TaskDraft(
                place.task(),
                NamedModels.forName(model, schema.shape(), schema.classes().size()),
                schema,
                new ValidationSet(
                        Cid.of(data.validation()).toString(), data.validation().length, data.validationRows()),
                new Training(
                        options.epochs,
                        options.batch,
                        Training.Optimiser.SGD,
                        Math.round(options.rate * 1e6),
                        Math.round(options.momentum * 1e6)),
                selection,
                check(data.partition(), selected),
                defaults.clipNorm(),
                data.largestRowsLog2(),
                options.versions == null ? defaults.versions() : options.versions,
                Math.max(minEnterprises, (selected + 1) / 2),
                options.deadlineSeconds,
                minEnterprises,
                options.seed);
    }

    private static UpdateCheck check(String partition, int selected) {
        if (!holdsFewClasses(partition)) {
            return UpdateCheck.crossEntropy();
        }
        return UpdateCheck.mirrored(selected);
    }

    /** Whether a partition leaves participants with some classes only, so that one's update alone looks like an attack. */
    private static boolean holdsFewClasses(String partition) {
        return partition.startsWith("shards")
                || (partition.startsWith("dirichlet:")
                        && Double.parseDouble(partition.substring("dirichlet:".length())) < 1);
    }

    static String describe(DemoOptions options, Federation federation, DemoData data, TaskDraft draft) {
        return String.format(
                Locale.ROOT,
                "%s: %d training rows (%s), %d to validate, %d to test%n"
                        + "%d enterprises × %d participants, model of %d parameters, %d versions, no noise, seed %d",
                data.origin(),
                data.trainingRows(),
                data.partition(),
                data.validationRows(),
                data.test().rows(),
                federation.enterprises(),
                federation.perEnterprise(),
                draft.model().parameterCount(),
                draft.versions(),
                options.seed);
    }
}
