package org.fedfabric.chaincode.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.CertificateBinding;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/** Participants and the certificates that act for them (protocol.md §1). Enterprises enrol their own. */
public final class ParticipantContract {

    private ParticipantContract() {}

    /** The functions {@code participant:…} about identities. */
    public static List<Function> functions() {
        return List.of(
                new Function(
                        "participant:Enroll",
                        Effect.TRANSACTION,
                        List.of("name", "roles", "fingerprint"),
                        "An administrator gives a name, roles (comma-separated) and a first certificate to a participant"
                                + " of its own enterprise.",
                        ParticipantContract::enroll),
                new Function(
                        "participant:Bind",
                        Effect.TRANSACTION,
                        List.of("participantId", "fingerprint"),
                        "An administrator lets a further certificate act for a participant of its enterprise.",
                        ParticipantContract::bind),
                new Function(
                        "participant:Unbind",
                        Effect.TRANSACTION,
                        List.of("fingerprint"),
                        "An administrator ends a certificate's right to act.",
                        ParticipantContract::unbind),
                new Function(
                        "participant:Suspend",
                        Effect.TRANSACTION,
                        List.of("participantId", "suspended"),
                        "An administrator suspends a participant of its enterprise (true) or lets it act again (false).",
                        ParticipantContract::suspend),
                new Function(
                        "participant:Get",
                        Effect.QUERY,
                        List.of("participantId"),
                        "A participant by its id.",
                        call -> Find.participant(call.ledger(), call.arguments().participantId(0))),
                new Function(
                        "participant:Whoami",
                        Effect.QUERY,
                        List.of(),
                        "The participant for whom the caller's certificate acts.",
                        Access::enrolled),
                new Function(
                        "participant:List",
                        Effect.QUERY,
                        List.of("mspId", "pageSize", "bookmark"),
                        "The participants of an enterprise, by name.",
                        ParticipantContract::list));
    }

    private static Participant enroll(Call call) {
        String mspId = call.identity().mspId();
        Access.requireAdminOf(mspId, call);
        String id = call.arguments().parsed(0, name -> mspId + "/" + Names.requireId(name, "name"));
        List<Role> roles = call.arguments().parsed(1, ParticipantContract::roles);
        CertificateBinding binding = new CertificateBinding(1, call.arguments().digest(2), id);

        Participant enrolled = new Participant(1, id, roles, false);
        Optional<Participant> existing = call.ledger().participant(id);
        Optional<CertificateBinding> bound = call.ledger().binding(binding.fingerprint());
        requireFree(bound, id);
        if (existing.isPresent()) {
            if (!existing.get().equals(enrolled) || bound.isEmpty()) {
                throw new RefusalException(
                        RefusalCode.PARTICIPANT_EXISTS,
                        "A participant must be enrolled once. Provided value: " + id + ", which exists with roles "
                                + existing.get().roles());
            }
            return enrolled;
        }
        call.ledger().put(enrolled);
        call.ledger().put(binding);
        EnterpriseContract.register(call.ledger(), mspId);
        return enrolled;
    }

    private static CertificateBinding bind(Call call) {
        String id = call.arguments().participantId(0);
        CertificateBinding binding = new CertificateBinding(1, call.arguments().digest(1), id);
        Access.requireAdminOf(Names.mspOf(id), call);
        Find.participant(call.ledger(), id);
        Optional<CertificateBinding> bound = call.ledger().binding(binding.fingerprint());
        requireFree(bound, id);
        if (bound.isEmpty()) {
            call.ledger().put(binding);
        }
        return binding;
    }

    private static CertificateBinding unbind(Call call) {
        Access.requireAdminOf(call.identity().mspId(), call);
        String fingerprint = call.arguments().digest(0);
        CertificateBinding binding = call.ledger()
                .binding(fingerprint)
                .orElseThrow(() -> new RefusalException(
                        RefusalCode.NOT_FOUND,
                        "The certificate must be bound to a participant. Provided value: fingerprint " + fingerprint));
        Access.requireAdminOf(Names.mspOf(binding.participantId()), call);
        call.ledger().deleteBinding(fingerprint);
        return binding;
    }

    private static Participant suspend(Call call) {
        String id = call.arguments().participantId(0);
        boolean suspended = call.arguments().flag(1);
        Access.requireAdminOf(Names.mspOf(id), call);
        Participant before = Find.participant(call.ledger(), id);
        Participant after = new Participant(before.schema(), id, before.roles(), suspended);
        if (!after.equals(before)) {
            call.ledger().put(after);
        }
        return after;
    }

    private static Object list(Call call) {
        return Lists.page(call, StateKey.participantsOf(call.arguments().mspId(0)), Participant.class, 1);
    }

    private static void requireFree(Optional<CertificateBinding> bound, String id) {
        if (bound.isPresent() && !bound.get().participantId().equals(id)) {
            throw new RefusalException(
                    RefusalCode.CERTIFICATE_BOUND,
                    "A certificate must act for one participant only. Provided value: fingerprint "
                            + bound.get().fingerprint() + ", which acts for "
                            + bound.get().participantId());
        }
    }

    private static List<Role> roles(String commaSeparated) {
        List<Role> given =
                Arrays.stream(commaSeparated.split(",", -1)).map(Role::valueOf).toList();
        List<Role> ordered = given.stream().distinct().sorted().toList();
        if (ordered.size() != given.size()) {
            throw new IllegalArgumentException("roles must be named once each. Provided value: " + commaSeparated);
        }
        return ordered;
    }
}
