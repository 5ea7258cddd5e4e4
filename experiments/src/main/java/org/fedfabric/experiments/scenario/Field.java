package org.fedfabric.experiments.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fedfabric.experiments.adversary.Adversaries;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.trainer.config.Nearest;

/** What a scenario can set of a run, each by one name and with one value. */
enum Field {
    DATASET("dataset", null, "mnist, generated, or another folder in --data"),
    TRAINING_ROWS("trainingRows", "0", "training rows that are used; 0 for all"),
    PARTITION("partition", null, "iid, shards (two classes each) or dirichlet:α", Field::partition),
    PARTICIPANTS("participants", null, "participants of all enterprises together"),
    ENTERPRISES("enterprises", null, "enterprises they belong to, in equal parts"),
    SELECTED("selected", null, "participants selected for a version"),
    MODEL("model", null, NamedModels.names()),
    EPOCHS("epochs", null, "passes over a participant's rows for a version"),
    BATCH("batch", null, "rows in a step; 0 for all"),
    RATE("rate", null, "learning rate"),
    MOMENTUM("momentum", "0", "momentum of SGD"),
    CLIP_NORM("clipNorm", "0", "L2 norm that updates are clipped to; 0 for one that never bites"),
    VERSIONS("versions", null, "versions to publish"),
    EVALUATE_EVERY("evaluateEvery", "1", "versions between two measurements on the test set"),
    TARGET("target", Field.NONE, "test accuracy at which a run ends early; none"),
    VALIDATION_ROWS("validationRows", "200", "rows that endorsers judge with"),
    DEFENCE("defence", "default", RunSettings.defences()),
    SELECTION("selection", "weighted", List.of("ranked", "weighted", "random")),
    MECHANISM("mechanism", Field.NONE, List.of(Field.NONE, "laplace", "gaussian")),
    CALIBRATION("calibration", "calibrated", List.of("calibrated", "as-published")),
    EPSILON("epsilon", null, "the ε that is claimed, with a mechanism"),
    DELTA("delta", "0", "the δ that goes with it"),
    ATTACK(
            "attack",
            Field.NONE,
            Stream.concat(Stream.of(Field.NONE), Adversaries.names().stream()).toList()),
    SHARE("share", null, "share of all participants that attack, with an attack");

    /** The word for no mechanism, no attack, no target. */
    static final String NONE = "none";

    private final String key;
    private final String usual;
    private final String meaning;
    private final List<String> words;
    private final Predicate<String> allowed;

    Field(String key, String usual, String values) {
        this(key, usual, values, List.of(), text -> true);
    }

    Field(String key, String usual, String values, Predicate<String> form) {
        this(key, usual, values, List.of(), form);
    }

    Field(String key, String usual, List<String> words) {
        this(key, usual, String.join(", ", words), words, words::contains);
    }

    Field(String key, String usual, String values, List<String> words, Predicate<String> form) {
        this.key = key;
        this.usual = usual;
        this.meaning = values;
        this.words = words;
        this.allowed = form;
    }

    /** Its name in a scenario. */
    String key() {
        return key;
    }

    /** What holds where a scenario says nothing; empty where it must say something. */
    Optional<String> usual() {
        return Optional.ofNullable(usual);
    }

    /** What it may be, in words. */
    String form() {
        return meaning;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Field::key).toList();
    }

    static Optional<Field> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
    }

    /** Refuses a word that it cannot be; numbers are checked where settings are made of them. */
    void check(YamlPart value) {
        String text = value.text(key);
        if (!allowed.test(text)) {
            throw value.wrong(key + " must be one of " + meaning + ". Provided value: " + text
                    + (words.isEmpty() ? "" : ". Did you mean " + Nearest.to(text, words) + "?"));
        }
    }

    private static boolean partition(String text) {
        return text.equals("iid") || text.matches("shards(:[1-9][0-9]*)?|dirichlet:[0-9]*\\.?[0-9]+");
    }
}
