package org.fedfabric.trainer.demo;

import java.util.Locale;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.dataset.Partition;
import org.fedfabric.trainer.terms.NoiseTerms;
import org.fedfabric.trainer.terms.TaskDraft;

/** Turns options into a task's terms. */
final class DemoTask {
    private DemoTask() {}

    static TaskDraft draft(DemoOptions options, DemoPlace place, Federation federation, DemoData data) {
        DatasetDefaults defaults = data.defaults();
        DataSchema schema = data.schema();
        Selection selection = SelectOption.parse(options.select);
        int selected = SelectOption.places(selection, federation.size());
        Aggregation aggregation = options.aggregation();
        int minEnterprises = Math.max(
                Math.min(2, federation.enterprises()), aggregation.rule().leastEnterprises());
        int versions = options.versions == null ? defaults.versions() : options.versions;
        NoiseTerms noise = options.noise();
        TaskDraft draft = new TaskDraft(
                place.task(),
                model(options, schema),
                schema,
                new ValidationSet(
                        Cid.of(data.validation()).toString(), data.validation().length, data.validationRows()),
                new Training(
                        options.epochs == null ? defaults.epochs() : options.epochs,
                        options.batch == null ? defaults.batch() : options.batch,
                        Training.Optimiser.SGD,
                        Math.round(options.rate * 1e6),
                        Math.round(options.momentum * 1e6)),
                selection,
                check(data, selected, model(options, schema)),
                clipNorm(options, noise, defaults),
                data.largestRowsLog2(),
                versions,
                Math.max(aggregation.rule().leastUpdates(), Math.max(minEnterprises, (selected + 1) / 2)),
                options.deadlineSeconds,
                minEnterprises,
                options.data.seed());
        return draft.with(privacy(noise, versions), options.simulateNoise)
                .evaluating(options.evaluation)
                .aggregating(aggregation);
    }

    private static double clipNorm(DemoOptions options, NoiseTerms noise, DatasetDefaults defaults) {
        if (options.clipNorm != null) {
            return options.clipNorm;
        }
        return noise.isNone() ? defaults.clipNorm() : DatasetDefaults.NOISY_CLIP_NORM;
    }

    private static Privacy privacy(NoiseTerms noise, int versions) {
        try {
            return noise.over(versions);
        } catch (IllegalArgumentException e) {
            throw new DemoException(DemoException.USAGE, "--privacy: " + e.getMessage());
        }
    }

    /** The network that is asked for, or the one for such rows. */
    static ModelSpec model(DemoOptions options, DataSchema schema) {
        String name = options.model == null ? DatasetDefaults.model(schema) : options.model;
        try {
            return NamedModels.forName(name, schema.shape(), schema.classes().size());
        } catch (IllegalArgumentException e) {
            throw new DemoException(
                    DemoException.USAGE,
                    "--model must fit rows of " + schema.shape().height() + " × "
                            + schema.shape().width() + " values. Provided value: " + name + ". " + e.getMessage());
        }
    }

    private static UpdateCheck check(DemoData data, int selected, ModelSpec model) {
        if (Partition.parse(data.partition()).leavesFewClasses()) {
            return UpdateCheck.fewClasses(selected, model.classes());
        }
        // Where rows differ otherwise, say by product type, honest participants need not agree.
        return data.partition().equals("iid")
                ? UpdateCheck.alike(model, data.validationRows())
                : UpdateCheck.crossEntropy();
    }

    static String describe(DemoOptions options, Federation federation, DemoData data, TaskDraft draft) {
        String found = data.notes().isEmpty() ? "" : String.join(System.lineSeparator(), data.notes()) + "\n";
        return found
                + String.format(
                        Locale.ROOT,
                        "%s: %d training rows (%s), %d to validate, %d to test%n"
                                + "%d enterprises × %d participants, model of %d parameters, %d versions, %s, seed %d",
                        data.origin(),
                        data.trainingRows(),
                        data.partition(),
                        data.validationRows(),
                        data.test().rows(),
                        federation.enterprises(),
                        federation.perEnterprise(),
                        draft.model().parameterCount(),
                        draft.versions(),
                        draft.privacy().mechanism() == Privacy.Mechanism.NONE
                                ? "no noise"
                                : options.privacy + " over the whole task",
                        options.data.seed());
    }
}
