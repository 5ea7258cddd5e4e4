package org.fedfabric.experiments.run;

import java.util.Arrays;
import java.util.List;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.node.TaskContext;

/** The tasks on a run's ledger before its own, whose evidence counts there; mostly none. */
final class EarlierTasks {
    private final RunSettings settings;
    private final RunData data;
    private final RunNetwork network;
    private final Workers callers;
    private final Workers cores;
    private final ModelFiles models;

    EarlierTasks(
            RunSettings settings, RunData data, RunNetwork network, Workers callers, Workers cores, ModelFiles models) {
        this.settings = settings;
        this.data = data;
        this.network = network;
        this.callers = callers;
        this.cores = cores;
        this.models = models;
    }

    /** Sends what is selected in a version. */
    private interface Making {
        void send(VersionRecord head, float[] parameters, Submissions submissions)
                throws RunException, ContentStoreException, InterruptedException;
    }

    /** Runs those that the attackers' plan needs, or what a kill has left of them. */
    void run(List<Member> members, Cast cast)
            throws RunException, LedgerException, ContentStoreException, InterruptedException {
        List<Member> friends = cast.vouchedFor(members);
        if (!friends.isEmpty()) {
            sham(RunTerms.sham(settings, data), friends);
        }
        if (RunTerms.slandered(settings)) {
            byte[] falsely = falsely(data.validation());
            all(RunTerms.past(settings, data), data.validation(), members, Cast.ofNobody());
            all(
                    RunTerms.slander(settings, data, falsely),
                    falsely,
                    members,
                    cast.trainingOn(FeatureEncoder.encode(RowsBlob.decode(data.schema(), falsely))));
        }
    }

    /** Attackers earn a name by one step in one value a version. */
    private void sham(TaskSpec spec, List<Member> friends)
            throws RunException, LedgerException, ContentStoreException, InterruptedException {
        Federation federation = open(spec, data.validation(), friends, Cast.ofNobody());
        TaskContext context = new TaskContext(federation.channel(), spec, spec.digest());
        int[] nearlyNothing = new int[spec.model().parameterCount()];
        nearlyNothing[0] = 1;
        play(federation, (head, parameters, submissions) -> {
            for (String id : head.selected()) {
                submissions.send(
                        id, UpdateBlob.encode(context.header(head.version(), head.modelCid(), id), nearlyNothing));
            }
        });
    }

    /** A task in which everybody really trains. */
    private void all(TaskSpec spec, byte[] validation, List<Member> members, Cast cast)
            throws RunException, LedgerException, ContentStoreException, InterruptedException {
        Federation federation = open(spec, validation, members, cast);
        TaskContext context = new TaskContext(federation.channel(), spec, spec.digest());
        UpdateMaking making = new UpdateMaking(data, cast, context, new Seeds(settings.seed()), federation, cores);
        play(federation, making::send);
    }

    private Federation open(TaskSpec spec, byte[] validation, List<Member> members, Cast cast)
            throws RunException, ContentStoreException, InterruptedException {
        network.store().put(validation, Pinning.PINNED, Federation.STORE);
        return Federation.open(network, callers, settings, spec, members, data, cast);
    }

    private void play(Federation federation, Making making)
            throws RunException, LedgerException, ContentStoreException, InterruptedException {
        TaskSpec spec = federation.spec();
        Versions versions =
                new Versions(federation, network, cores, models, new Terms(federation.channel(), spec, spec.digest()));
        VersionRecord head = federation.requester().head(spec.name()).orElseThrow();
        if (head.selected().isEmpty()) {
            return;
        }
        float[] parameters = models.parameters(head, spec, settings.seed(), network.store());
        while (!head.selected().isEmpty()) {
            Submissions submissions = versions.submissions(head);
            making.send(head, parameters, submissions);
            Versions.Step step = versions.advance(head, submissions, new Stopwatch());
            if (step.model() != null) {
                parameters = ModelBlob.decode(spec.model(), step.model());
            }
            head = step.next();
        }
    }

    /** The same rows, the last class's label for the first class's and so on. */
    private byte[] falsely(byte[] validation) {
        RawRows rows = RowsBlob.decode(data.schema(), validation);
        int last = data.schema().classes().size() - 1;
        return RowsBlob.encode(new RawRows(
                rows.schema(),
                rows.columns(),
                Arrays.stream(rows.labels()).map(label -> last - label).toArray()));
    }
}
