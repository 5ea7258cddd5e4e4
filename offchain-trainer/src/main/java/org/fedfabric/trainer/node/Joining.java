package org.fedfabric.trainer.node;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.provenance.LocalEnvironment;

/**
 * Makes participants members of a task. What a person may still have to do (create the task, enrol, register the data) is
 * waited for; what the owner's terms forbid is not.
 */
final class Joining {
    private static final Logger LOG = System.getLogger(Joining.class.getPackageName());
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** What an administrator or requester may do any moment now. */
    private static final Set<RefusalCode> MAY_PASS =
            EnumSet.of(RefusalCode.NOT_FOUND, RefusalCode.NOT_ENROLLED, RefusalCode.NO_DATA_ACCOUNT);

    private final NodeTools tools;
    private final String task;
    private final long deadlineNanos;

    Joining(NodeTools tools, String task) {
        this.tools = tools;
        this.task = task;
        this.deadlineNanos = System.nanoTime() + tools.settings().patience().toNanos();
    }

    /**
     * The task, once it is there.
     *
     * @throws NodeException if the owner's terms forbid joining it, or it does not come in time
     */
    TaskRecord task(FederationContract contract) throws NodeException, InterruptedException {
        TaskRecord record = insist(
                "reading task " + task,
                () -> contract.task(task)
                        .orElseThrow(() -> new LedgerRefusal(
                                RefusalCode.NOT_FOUND,
                                "There is no task of that name on channel "
                                        + contract.client().channel() + ". Provided value: " + task,
                                List.of(),
                                null)));
        Optional<String> objection = tools.settings().terms().objection(record);
        if (objection.isPresent() && !hasEnded(record)) {
            throw new NodeException(objection.get(), null);
        }
        return record;
    }

    static boolean hasEnded(TaskRecord record) {
        return record.state() == TaskState.COMPLETED || record.state() == TaskState.STOPPED;
    }

    /** Joins, unless the participant has joined already; what the first training needs is made ready meanwhile. */
    Member join(TaskContext context, NodeParticipant participant, FederationContract contract)
            throws NodeException, InterruptedException {
        Participant caller =
                insist("finding out for whom " + participant.identity().subject() + " acts", contract::whoami);
        LocalRows rows =
                new LocalRows(participant.data(), tools.settings().scores().holdOutPercent());
        UpdateMaker maker = new LocalUpdateMaker(rows, participant.simulatedAttack(), tools.sealed());
        load(maker, context, caller.id());
        tools.io().execute(() -> warmUp(maker, context, caller.id()));
        Member member = join(context, participant, contract, caller, maker, rows);
        tools.io().execute(() -> declare(contract, caller.id()));
        return member;
    }

    private Member join(
            TaskContext context,
            NodeParticipant participant,
            FederationContract contract,
            Participant caller,
            UpdateMaker maker,
            LocalRows rows)
            throws NodeException, InterruptedException {
        Optional<Membership> standing = insist("reading who has joined " + task, () -> find(contract, caller.id()));
        if (standing.isPresent() && !standing.get().left()) {
            HashChain chain = chain(context, secretOf(caller.id()));
            return member(caller, contract, maker, rows, standing.get(), chain);
        }
        HashChain chain = chain(context, standing.isPresent() ? secretOf(caller.id()) : makeSecretOf(caller.id()));
        String tip = standing.isPresent() ? standing.get().beaconTip() : chain.tip();
        insist(
                "joining " + task + " as " + caller.id(),
                () -> contract.join(
                        task, context.specDigest(), participant.lineage(), tip, List.of(), chainLength(context)));
        LOG.log(Level.INFO, "{0}: {1} has joined", Subject.of(task), caller.id());
        Membership joined = insist("reading who has joined " + task, () -> find(contract, caller.id()))
                .orElseThrow(() -> new NodeException(caller.id() + " joined and is not a member of " + task, null));
        return member(caller, contract, maker, rows, joined, chain);
    }

    /** Says what this process trains with, which is part of a model's origin and never worth failing for. */
    private void declare(FederationContract contract, String id) {
        try {
            contract.declare(task, LocalEnvironment.current());
        } catch (LedgerException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} could not declare what it trains with: {2}",
                    Subject.of(task),
                    id,
                    e.getMessage());
        }
    }

    private static Member member(
            Participant caller,
            FederationContract contract,
            UpdateMaker maker,
            LocalRows rows,
            Membership membership,
            HashChain chain) {
        return new Member(
                caller,
                contract,
                maker,
                rows,
                membership.rowsLog2(),
                chain,
                new AtomicReference<>(membership.beaconTip()));
    }

    private static void load(UpdateMaker maker, TaskContext context, String id) throws NodeException {
        try {
            maker.load(context);
        } catch (RuntimeException e) {
            throw new NodeException(id + " cannot train for " + context.name() + ". " + e.getMessage(), e);
        }
    }

    private static void warmUp(UpdateMaker maker, TaskContext context, String id) {
        try {
            maker.warmUp(context);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "{0}: warming up for {1}: {2}", Subject.of(context.name()), id, e.getMessage());
        }
    }

    private Optional<Membership> find(FederationContract contract, String id) throws LedgerException {
        return contract.membership(task, id);
    }

    private byte[] secretOf(String id) throws NodeException {
        try {
            return tools.secrets()
                    .find(task, id)
                    .orElseThrow(() -> new NodeException(
                            id + " has joined " + task + " and must have its chain's secret in the state folder "
                                    + tools.settings().state()
                                    + ". Provided value: none. Name the folder it joined with, or restore it.",
                            null));
        } catch (IOException e) {
            throw new NodeException(e.getMessage(), e);
        }
    }

    private byte[] makeSecretOf(String id) throws NodeException {
        try {
            return tools.secrets().findOrMake(task, id);
        } catch (IOException e) {
            throw new DiskRefusedException(
                    "The state folder must be writable. Provided value: " + e + " at "
                            + tools.settings().state()
                            + ". Free space or correct its permissions, and start the trainer again.",
                    e);
        }
    }

    /** A value for every version of the task. */
    private static int chainLength(TaskContext context) {
        return Math.min(context.spec().schedule().versions(), HashChain.MAX_LENGTH);
    }

    private static HashChain chain(TaskContext context, byte[] secret) {
        return new HashChain(secret, chainLength(context));
    }

    private interface Call<T> {
        T make() throws LedgerException, NodeException;
    }

    private <T> T insist(String what, Call<T> call) throws NodeException, InterruptedException {
        while (true) {
            LedgerException failure;
            try {
                return call.make();
            } catch (LedgerRefusal e) {
                if (!MAY_PASS.contains(e.code())) {
                    throw new NodeException("Not possible: " + what + ". " + e.getMessage(), e);
                }
                failure = e;
            } catch (LedgerException e) {
                failure = e;
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new NodeException("Not possible: " + what + ". " + failure.getMessage(), failure);
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }
}
