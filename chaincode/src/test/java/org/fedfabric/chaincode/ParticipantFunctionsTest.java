package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fedfabric.chaincode.TestChannel.admin;
import static org.fedfabric.chaincode.TestChannel.client;
import static org.fedfabric.chaincode.TestChannel.fingerprint;

import java.util.List;
import org.fedfabric.chaincode.contract.DataContract;
import org.fedfabric.chaincode.contract.ParticipantContract;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.function.Functions;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParticipantFunctionsTest {
    private static final String DIGEST = "ab".repeat(32);
    private final TestChannel channel = new TestChannel(new Functions(
            java.util.stream.Stream.concat(ParticipantContract.functions().stream(), DataContract.functions().stream())
                    .toList(),
            TaskSpec.RULES));
    private final Identity admin = admin("OrgA");
    private final Identity anna = client("OrgA", "anna");

    private void enrolAnna() {
        channel.run(admin, "participant:Enroll", "anna", "TRAINER,AGGREGATOR", anna.fingerprint());
    }

    @Nested
    class AnyCall {
        @Test
        void refuses_a_function_that_does_not_exist_and_lists_those_that_do() {
            assertThat(channel.refuses(RefusalCode.UNKNOWN_FUNCTION, admin, "participant:Enrol"))
                    .contains("participant:Enroll");
        }

        @Test
        void refuses_too_few_and_too_many_arguments_and_shows_the_signature() {
            assertThat(channel.refuses(RefusalCode.WRONG_ARGUMENT_COUNT, admin, "participant:Get"))
                    .contains("participant:Get(participantId)");
            channel.refuses(RefusalCode.WRONG_ARGUMENT_COUNT, admin, "participant:Whoami", "x");
        }

        @Test
        void refuses_an_argument_of_more_than_a_million_characters() {
            channel.refuses(RefusalCode.MALFORMED_ARGUMENT, admin, "participant:Get", "a".repeat((1 << 20) + 1));
        }

        @Test
        void every_function_has_a_summary_that_is_a_sentence() {
            for (Function function : ParticipantContract.functions()) {
                assertThat(function.summary()).as(function.name()).endsWith(".");
            }
        }
    }

    @Nested
    class Enroll {
        @Test
        void refuses_a_caller_who_is_no_administrator() {
            channel.refuses(RefusalCode.NOT_ADMIN, anna, "participant:Enroll", "anna", "TRAINER", anna.fingerprint());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "Anna", "anna/x", "anna\u0000", "ünna", "a.b"})
        void refuses_a_name_that_is_not_canonical(String name) {
            channel.refuses(
                    RefusalCode.MALFORMED_ARGUMENT, admin, "participant:Enroll", name, "TRAINER", anna.fingerprint());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "trainer", "TRAINER,", "TRAINER,TRAINER", "TRAINER AGGREGATOR", "ADMIN"})
        void refuses_roles_that_do_not_exist_or_are_named_twice(String roles) {
            channel.refuses(
                    RefusalCode.MALFORMED_ARGUMENT, admin, "participant:Enroll", "anna", roles, anna.fingerprint());
        }

        @Test
        void refuses_a_fingerprint_that_is_no_digest() {
            channel.refuses(
                    RefusalCode.MALFORMED_ARGUMENT, admin, "participant:Enroll", "anna", "TRAINER", DIGEST + "0");
        }

        @Test
        void refuses_a_name_that_is_taken_even_to_change_its_roles() {
            enrolAnna();
            channel.refuses(
                    RefusalCode.PARTICIPANT_EXISTS,
                    admin,
                    "participant:Enroll",
                    "anna",
                    "REQUESTER",
                    anna.fingerprint());
            channel.refuses(
                    RefusalCode.PARTICIPANT_EXISTS, admin, "participant:Enroll", "anna", "TRAINER,AGGREGATOR", DIGEST);
        }

        @Test
        void refuses_a_certificate_that_acts_for_somebody_else() {
            enrolAnna();
            channel.refuses(
                    RefusalCode.CERTIFICATE_BOUND, admin, "participant:Enroll", "bob", "TRAINER", anna.fingerprint());
        }

        @Test
        void gives_the_participant_the_enterprise_of_the_caller_and_its_roles_in_order() {
            assertThat(channel.submit(
                            Participant.class,
                            admin,
                            "participant:Enroll",
                            "anna",
                            "AGGREGATOR,TRAINER",
                            anna.fingerprint()))
                    .isEqualTo(new Participant(1, "OrgA/anna", List.of(Role.TRAINER, Role.AGGREGATOR), false));
            assertThat(channel.query(Participant.class, anna, "participant:Whoami")
                            .id())
                    .isEqualTo("OrgA/anna");
        }

        @Test
        void answers_the_same_enrolment_again_without_writing() {
            enrolAnna();
            channel.changesNothing(admin, "participant:Enroll", "anna", "TRAINER,AGGREGATOR", anna.fingerprint());
        }
    }

    @Nested
    class BindAndUnbind {
        private final Identity renewed = client("OrgA", "anna-renewed");

        @Test
        void refuse_another_enterprises_administrator() {
            enrolAnna();
            channel.refuses(
                    RefusalCode.NOT_ADMIN, admin("OrgB"), "participant:Bind", "OrgA/anna", renewed.fingerprint());
            channel.refuses(RefusalCode.NOT_ADMIN, admin("OrgB"), "participant:Unbind", anna.fingerprint());
        }

        @Test
        void refuse_the_participant_itself() {
            enrolAnna();
            channel.refuses(RefusalCode.NOT_ADMIN, anna, "participant:Bind", "OrgA/anna", renewed.fingerprint());
            channel.refuses(RefusalCode.NOT_ADMIN, anna, "participant:Unbind", anna.fingerprint());
        }

        @Test
        void refuse_a_participant_or_certificate_that_is_not_on_the_ledger() {
            channel.refuses(RefusalCode.NOT_FOUND, admin, "participant:Bind", "OrgA/anna", renewed.fingerprint());
            channel.refuses(RefusalCode.NOT_FOUND, admin, "participant:Unbind", renewed.fingerprint());
        }

        @Test
        void refuse_a_certificate_that_acts_for_somebody_else() {
            enrolAnna();
            channel.run(admin, "participant:Enroll", "bob", "TRAINER", fingerprint("OrgA", "bob"));
            channel.refuses(RefusalCode.CERTIFICATE_BOUND, admin, "participant:Bind", "OrgA/bob", anna.fingerprint());
        }

        @Test
        void keep_the_old_certificate_working_until_it_is_unbound() {
            enrolAnna();
            TestChannel.Run bind = channel.run(admin, "participant:Bind", "OrgA/anna", renewed.fingerprint());
            assertThat(bind.transaction().writes)
                    .as("Bind writes the index key only")
                    .hasSize(1);
            assertThat(channel.query(Participant.class, anna, "participant:Whoami"))
                    .isEqualTo(channel.query(Participant.class, renewed, "participant:Whoami"));

            channel.run(admin, "participant:Unbind", anna.fingerprint());
            channel.refuses(RefusalCode.NOT_ENROLLED, anna, "participant:Whoami");
            channel.query(Participant.class, renewed, "participant:Whoami");
        }

        @Test
        void bind_again_changes_nothing() {
            enrolAnna();
            channel.changesNothing(admin, "participant:Bind", "OrgA/anna", anna.fingerprint());
        }
    }

    @Nested
    class Suspend {
        @Test
        void refuses_everybody_but_the_enterprises_administrator() {
            enrolAnna();
            channel.refuses(RefusalCode.NOT_ADMIN, anna, "participant:Suspend", "OrgA/anna", "false");
            channel.refuses(RefusalCode.NOT_ADMIN, admin("OrgB"), "participant:Suspend", "OrgA/anna", "true");
        }

        @Test
        void refuses_anything_but_true_and_false() {
            enrolAnna();
            channel.refuses(RefusalCode.MALFORMED_ARGUMENT, admin, "participant:Suspend", "OrgA/anna", "yes");
        }

        @Test
        void keeps_the_participant_from_acting_until_it_is_lifted() {
            enrolAnna();
            channel.run(admin, "participant:Suspend", "OrgA/anna", "true");
            channel.refuses(RefusalCode.SUSPENDED, anna, "participant:RegisterData", registration(1, DIGEST));
            channel.run(admin, "participant:Suspend", "OrgA/anna", "false");
            channel.refuses(RefusalCode.NO_DATA_ACCOUNT, anna, "participant:RegisterData", registration(1, DIGEST));
        }
    }

    @Nested
    class RegisterData {
        private final Identity enrolledAdmin = admin("OrgA");

        @BeforeEach
        void enrol() {
            enrolAnna();
            channel.run(admin, "participant:Enroll", "boss", "REQUESTER", enrolledAdmin.fingerprint());
        }

        @Test
        void refuses_a_caller_who_is_not_enrolled_or_has_no_right_to_data() {
            channel.refuses(
                    RefusalCode.NOT_ENROLLED, admin("OrgB"), "participant:RegisterData", registration(0, DIGEST));
            Identity auditor = client("OrgA", "auditor");
            channel.run(admin, "participant:Enroll", "auditor", "AUDITOR", auditor.fingerprint());
            channel.refuses(RefusalCode.MISSING_ROLE, auditor, "participant:RegisterData", registration(0, DIGEST));
        }

        @Test
        void refuses_to_open_an_account_without_an_administrator_because_a_fresh_account_has_a_fresh_budget() {
            channel.refuses(RefusalCode.NOT_ADMIN, anna, "participant:RegisterData", registration(0, DIGEST));
        }

        @Test
        void refuses_a_registration_that_is_not_canonical() {
            String json = registration(0, DIGEST);
            for (String broken : List.of(
                    json.replace("{\"schema\":1", "{ \"schema\":1"),
                    json.replace("\"parentVersion\":0", "\"parentVersion\":0.0"),
                    json.replace("\"parentVersion\":0,", ""),
                    json.replace("\"parentVersion\":0", "\"parentVersion\":0,\"parentVersion\":0"),
                    json.replace("machines", "Machines"),
                    json.replace(DIGEST, DIGEST.toUpperCase(java.util.Locale.ROOT)),
                    json + " ",
                    "null",
                    "[]",
                    "",
                    "{\"a\":".repeat(2000))) {
                channel.refuses(RefusalCode.MALFORMED_ARGUMENT, enrolledAdmin, "participant:RegisterData", broken);
            }
        }

        @Test
        void refuses_to_open_an_account_twice_or_to_continue_another_version_than_the_last() {
            channel.run(enrolledAdmin, "participant:RegisterData", registration(0, DIGEST));
            channel.refuses(
                    RefusalCode.DATA_VERSION_CONFLICT,
                    enrolledAdmin,
                    "participant:RegisterData",
                    registration(0, DIGEST));
            channel.refuses(
                    RefusalCode.DATA_VERSION_CONFLICT, anna, "participant:RegisterData", registration(2, DIGEST));
        }

        @Test
        void refuses_other_terms_than_the_first() {
            channel.run(enrolledAdmin, "participant:RegisterData", registration(0, DIGEST));
            channel.refuses(
                    RefusalCode.ACCOUNT_TERMS_FIXED,
                    anna,
                    "participant:RegisterData",
                    registration(1, DIGEST).replace("\"epsilonCapMicros\":8000000", "\"epsilonCapMicros\":9000000"));
            channel.refuses(
                    RefusalCode.ACCOUNT_TERMS_FIXED,
                    anna,
                    "participant:RegisterData",
                    registration(1, DIGEST).replace("\"deltaPerBillion\":10000", "\"deltaPerBillion\":20000"));
        }

        @Test
        void lets_a_trainer_strengthen_the_terms_and_only_an_administrator_weaken_them() {
            channel.run(enrolledAdmin, "participant:RegisterData", registration(0, DIGEST));
            String lower = "\"epsilonCapMicros\":2000000";
            channel.run(
                    anna,
                    "participant:RegisterData",
                    registration(1, DIGEST)
                            .replace("\"epsilonCapMicros\":8000000", lower)
                            .replace("\"allowUnprotected\":true", "\"allowUnprotected\":false"));

            String raised = registration(2, DIGEST).replace("\"allowUnprotected\":true", "\"allowUnprotected\":false");
            String unprotected = registration(2, DIGEST).replace("\"epsilonCapMicros\":8000000", lower);
            for (String weaker : List.of(raised, unprotected)) {
                assertThat(channel.refuses(RefusalCode.ACCOUNT_TERMS_FIXED, anna, "participant:RegisterData", weaker))
                        .contains("epsilonCapMicros must be at most 2000000 and allowUnprotected false");
            }
            channel.run(enrolledAdmin, "participant:RegisterData", raised);
        }

        @Test
        void lets_a_trainer_continue_the_account_and_keeps_what_was_spent() {
            channel.run(enrolledAdmin, "participant:RegisterData", registration(0, DIGEST));
            DataAccount account = channel.submit(
                    DataAccount.class, anna, "participant:RegisterData", registration(1, "cd".repeat(32)));
            assertThat(account.version()).isEqualTo(2);
            assertThat(account.owner()).isEqualTo("OrgA/boss");
            assertThat(account.registration().digest()).isEqualTo("cd".repeat(32));
        }
    }

    @Nested
    class Lists {
        @Test
        void refuse_a_page_of_none_or_of_more_than_a_hundred_and_a_bookmark_that_leads_elsewhere() {
            for (String size : List.of("0", "101", "-1", "1e1", "007", "")) {
                channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "participant:List", "OrgA", size, "");
            }
            for (String bookmark : List.of("\u0000TASK\u0000", "a b", "/", "é")) {
                channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "participant:List", "OrgA", "10", bookmark);
            }
        }

        @Test
        void go_on_where_the_bookmark_says_and_keep_to_the_enterprise() {
            for (String name : List.of("anna", "bob", "cleo")) {
                channel.run(admin, "participant:Enroll", name, "TRAINER", fingerprint("OrgA", name));
            }
            channel.run(admin("OrgA2"), "participant:Enroll", "other", "TRAINER", fingerprint("OrgA2", "other"));

            Page<?> first = channel.query(Page.class, anna, "participant:List", "OrgA", "2", "");
            assertThat(first.items()).extracting("id").containsExactly("OrgA/anna", "OrgA/bob");
            assertThat(first.bookmark()).isEqualTo("cleo");
            Page<?> second = channel.query(Page.class, anna, "participant:List", "OrgA", "2", first.bookmark());
            assertThat(second.items()).extracting("id").containsExactly("OrgA/cleo");
            assertThat(second.bookmark()).isEmpty();
            assertThat(CanonicalJson.write(second))
                    .isEqualTo(
                            "{\"items\":[{\"schema\":1,\"id\":\"OrgA/cleo\",\"roles\":[\"TRAINER\"],\"suspended\":false}],\"bookmark\":\"\"}");
        }
    }

    private static String registration(long parent, String digest) {
        return CanonicalJson.write(new DataRegistration(
                1,
                "machines",
                parent,
                digest,
                10,
                List.of(15, 1),
                new Assessment(500_000, 500_000, 500_000),
                true,
                10_000,
                8_000_000));
    }
}
