package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.TaskSpec;
import org.hyperledger.fabric.client.EndorseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Terms that cannot work, or that this version does not have, refused at Create by name (protocol.md §1). */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreateRefusalsIT {
    /** The code, the setting's path, the value in JSON, and words that the message must have. */
    private static final String SETTINGS = """
            NOT_SUPPORTED      | protection                       | "PAILLIER"    | protection
            NOT_SUPPORTED      | protection                       | "RLWE"        | protection
            NOT_SUPPORTED      | tier                             | "EDGE"        | tier
            NOT_SUPPORTED      | tier                             | "CLOUD"       | tier
            NOT_SUPPORTED      | privacy.unit                     | "RECORD"      | privacy unit must be PARTICIPANT
            MALFORMED_ARGUMENT | privacy.mechanism                | "DISCRETE_GAUSSIAN" | sigmaMicros must lie in
            MALFORMED_ARGUMENT | privacy.mechanism                | "DISCRETE_LAPLACE"  | sigmaMicros must lie in
            SPEC_IMPOSSIBLE    | aggregation.rule                 | "MULTI_KRUM"  | quorum must be at least 5
            SPEC_IMPOSSIBLE    | aggregation.rule                 | "TRIMMED_MEAN"| must be at least 3
            SPEC_IMPOSSIBLE    | aggregation.rule                 | "MEDIAN"      | must be at least 3
            NOT_SUPPORTED      | aggregation.serverRateMicros     | 999999        | serverRateMicros
            NOT_SUPPORTED      | schedule.maxStaleness            | 1             | maxStaleness
            NOT_SUPPORTED      | schedule.bufferSize              | 1             | bufferSize
            RULES_VERSION      | rules                            | 1             | rules
            RULES_VERSION      | rules                            | 1000000       | rules
            SPEC_IMPOSSIBLE    | selection.count                  | 1             | quorum
            SPEC_IMPOSSIBLE    | selection.minReputationMicros    | 500001        | minReputationMicros
            SPEC_IMPOSSIBLE    | quantisation.clipNormMicros      | 1000000000000 | clipNorm
            SPEC_IMPOSSIBLE    | quantisation.clipNormMicros      | 1             | clipNorm
            SPEC_IMPOSSIBLE    | validation.rows                  | 17            | rows
            SPEC_IMPOSSIBLE    | validation.lengthBytes           | 8             | validation set
            MALFORMED_ARGUMENT | schema                           | 2             | schema
            MALFORMED_ARGUMENT | name                             | "Capitals"    | task name
            MALFORMED_ARGUMENT | name                             | ""            | task name
            MALFORMED_ARGUMENT | seed                             | "5e"          | seed
            MALFORMED_ARGUMENT | testCommitment                   | "xyz"         | testCommitment
            MALFORMED_ARGUMENT | schedule.versions                | 0             | versions
            MALFORMED_ARGUMENT | schedule.versions                | 100001        | versions
            MALFORMED_ARGUMENT | schedule.quorum                  | 0             | quorum
            MALFORMED_ARGUMENT | schedule.durationSeconds         | 19            | durationSeconds
            MALFORMED_ARGUMENT | schedule.maxExtensions           | 17            | maxExtensions
            MALFORMED_ARGUMENT | schedule.revealSeconds           | 4             | revealSeconds
            MALFORMED_ARGUMENT | quotas.maxSharePermille          | 1001          | maxSharePermille
            MALFORMED_ARGUMENT | quotas.minEnterprises            | 0             | minEnterprises
            MALFORMED_ARGUMENT | selection.permille               | 0             | permille
            MALFORMED_ARGUMENT | selection.explorationPermille    | 1001          | explorationPermille
            MALFORMED_ARGUMENT | selection.assessmentWeightMicros | 200001        | assessmentWeightMicros
            MALFORMED_ARGUMENT | selection.typeWeightMicros       | 333334        | sum to 1,000,000
            MALFORMED_ARGUMENT | selection.policy                 | "NEPOTISM"    | TaskSpec
            MALFORMED_ARGUMENT | training.epochs                  | 101           | epochs
            MALFORMED_ARGUMENT | training.batch                   | 0             | batch
            MALFORMED_ARGUMENT | training.rateMicros              | 0             | rateMicros
            MALFORMED_ARGUMENT | training.momentumMicros          | 1000000       | momentumMicros
            MALFORMED_ARGUMENT | check.probeMicros                | 0             | probeMicros
            MALFORMED_ARGUMENT | check.marginMicros               | -1            | marginMicros
            MALFORMED_ARGUMENT | check.rule                       | "AS_PUBLISHED"| AS_PUBLISHED
            MALFORMED_ARGUMENT | quantisation.valueBits           | 33            | valueBits
            MALFORMED_ARGUMENT | quantisation.scaleBits           | 31            | scaleBits
            MALFORMED_ARGUMENT | quantisation.clipNormMicros      | 0             | clipNormMicros
            MALFORMED_ARGUMENT | quantisation.maxRowsLog2         | 41            | maxRowsLog2
            MALFORMED_ARGUMENT | reputation.positiveMicros        | 600000        | positiveMicros
            MALFORMED_ARGUMENT | reputation.decayMicros           | 0             | decayMicros
            MALFORMED_ARGUMENT | privacy.sigmaMicros              | 1             | sigmaMicros
            MALFORMED_ARGUMENT | model.input                      | {"height":1,"width":1,"channels":3} | features
            MALFORMED_ARGUMENT | data.classes                     | ["no"]        | TaskSpec
            MALFORMED_ARGUMENT | validation.cid                   | "bafy"        | CID
            MALFORMED_ARGUMENT | initialModel.cid                 | "bafy"        | CID
            MALFORMED_ARGUMENT | simulation                       | 0.5           | TaskSpec
            MALFORMED_ARGUMENT | extra                            | 1             | TaskSpec
            """;

    @TempDir
    static Path state;

    private ScriptedNetwork network;
    private String admin;

    @BeforeAll
    void start() throws Exception {
        network = ScriptedNetwork.honest(state, 1);
        network.open();
        admin = network.id(0, "admin");
    }

    @AfterAll
    void stop() {
        network.close();
    }

    static Stream<String> settings() {
        return SETTINGS.lines();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void a_setting_that_cannot_work_is_refused_by_name_and_writes_nothing(String line) throws Exception {
        List<String> cells =
                Arrays.stream(line.split(" *\\| *", 4)).map(String::strip).toList();
        Map<String, String> before = network.records();
        String message = refuses(
                RefusalCode.valueOf(cells.get(0)),
                SmallTask.edited(CanonicalJson.write(SmallTask.spec("odd")), cells.get(1), cells.get(2)));
        assertThat(message).containsPattern(cells.get(3));
        assertThat(network.records()).isEqualTo(before);
    }

    private String refuses(RefusalCode code, String spec) {
        return network.refuses(code, admin, "task:Create", spec);
    }

    @Test
    void forms_that_are_not_canonical_are_refused() {
        String json = CanonicalJson.write(SmallTask.spec("odd"));
        for (String other : List.of(
                json + " ",
                json.replace(":", ": "),
                json.replace("{\"schema\":1,", "{"),
                json.replace("\"rules\":" + TaskSpec.RULES, "\"rules\":" + TaskSpec.RULES + ".0"),
                json.replace("\"simulation\":false", "\"simulation\":false,\"simulation\":false"),
                json.replace("\"simulation\":false", "\"simulation\":null"),
                "[]",
                "null",
                "")) {
            refuses(RefusalCode.MALFORMED_ARGUMENT, other);
        }
    }

    @Test
    void judging_that_costs_more_than_the_limits_is_refused() {
        // 2 × 2,048 + 2,048 × 2,048 + 2,048 × 2 = 4,202,496 multiply-adds a row; 16.8 MB an update.
        String wide = SmallTask.edited(
                CanonicalJson.write(SmallTask.spec("odd")),
                "model.layers",
                "[{\"kind\":\"dense\",\"units\":2048},{\"kind\":\"relu\"},{\"kind\":\"dense\",\"units\":2048},"
                        + "{\"kind\":\"relu\"},{\"kind\":\"dense\",\"units\":2},{\"kind\":\"softmax\"}]");
        assertThat(refuses(RefusalCode.SPEC_IMPOSSIBLE, SmallTask.edited(wide, "validation.rows", "1000")))
                .contains("Judging an update");
        assertThat(refuses(
                        RefusalCode.SPEC_IMPOSSIBLE, edited(wide, "schedule.quorum", "30", "validation.rows", "500")))
                .contains("Judging a version's 30 updates");
        assertThat(refuses(RefusalCode.SPEC_IMPOSSIBLE, SmallTask.edited(wide, "schedule.quorum", "17")))
                .contains("bytes");
    }

    private static String edited(String json, String path, String value, String secondPath, String secondValue) {
        return SmallTask.edited(SmallTask.edited(json, path, value), secondPath, secondValue);
    }

    @Test
    void a_validation_set_that_lacks_a_class_or_is_none_is_refused() throws Exception {
        byte[] oneClass = SmallTask.rows(SmallTask.ROWS, false);
        network.put(oneClass);
        byte[] rubbish = new byte[oneClass.length];
        network.put(rubbish);
        assertThat(refuses(RefusalCode.SPEC_IMPOSSIBLE, validatedBy(oneClass))).contains("lacks");
        assertThat(refuses(RefusalCode.SPEC_IMPOSSIBLE, validatedBy(rubbish))).contains("validation set");
    }

    private static String validatedBy(byte[] rows) {
        return edited(
                CanonicalJson.write(SmallTask.spec("odd")),
                "validation.cid",
                "\"" + Cid.of(rows).text() + "\"",
                "validation.lengthBytes",
                Integer.toString(rows.length));
    }

    @Test
    void an_initial_model_that_is_not_what_it_is_called_is_refused() throws Exception {
        String json = CanonicalJson.write(SmallTask.spec("odd"));
        String other = Cid.of(new byte[3]).text();
        network.put(new byte[3]);
        assertThat(refuses(RefusalCode.INITIAL_MODEL, SmallTask.edited(json, "initialModel.seed", "8")))
                .contains("seed 8");
        refuses(
                RefusalCode.INITIAL_MODEL,
                SmallTask.edited(json, "initialModel", "{\"kind\":\"uploaded\",\"cid\":\"" + other + "\"}"));
        refuses(RefusalCode.NOT_FOUND, SmallTask.edited(json, "initialModel", published("nothing", 1, other)));
        String source = network.id(0, "p1");
        String second = network.id(1, "p1");
        network.enrol(source, "TRAINER");
        network.enrol(second, "TRAINER");
        ScriptedTask task = new ScriptedTask(network, SmallTask.spec("source")).start(source, second);
        refuses(
                RefusalCode.INITIAL_MODEL,
                SmallTask.edited(
                        json,
                        "initialModel",
                        published("source", 0, task.version("0").modelCid())));
    }

    private static String published(String task, long version, String cid) {
        return "{\"kind\":\"published\",\"task\":\"" + task + "\",\"version\":" + version + ",\"cid\":\"" + cid + "\"}";
    }

    @Test
    void a_validation_set_that_nobody_has_is_refused_for_now() throws Exception {
        long height = network.height();
        try (RawGateway gateway = network.raw(admin, 0)) {
            EndorseException failure = catchThrowableOfType(
                    EndorseException.class,
                    gateway.proposal("task:Create", validatedBy(new byte[] {1, 2, 3}))::endorse);
            assertThat(RawGateway.text(failure)).contains(RefusalCode.CONTENT_UNAVAILABLE.prefix());
        }
        assertThat(network.height()).isEqualTo(height);
    }
}
