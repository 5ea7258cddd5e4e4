package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.dataset.DataOptions;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.Standing;
import org.fedfabric.trainer.provenance.ReportedScores;
import org.fedfabric.trainer.report.CriticalPath;
import org.fedfabric.trainer.report.CriticalPathBuilder;
import org.fedfabric.trainer.report.ProgressStep;
import org.fedfabric.trainer.report.ReportFiles;
import org.fedfabric.trainer.report.RunReport;
import org.fedfabric.trainer.terms.TaskDraft;

/** Puts a demo's report together, writes its files and prints its summary. */
final class DemoReport {
    private final DemoOptions options;
    private final DemoPlace place;
    private final Federation federation;
    private final AttackPlan attack;
    private final TaskDraft draft;
    private final String testCid;

    DemoReport(
            DemoOptions options,
            DemoPlace place,
            Federation federation,
            AttackPlan attack,
            TaskDraft draft,
            String testCid) {
        this.options = options;
        this.place = place;
        this.federation = federation;
        this.attack = attack;
        this.draft = draft;
        this.testCid = testCid;
    }

    RunReport of(
            DemoRun run,
            VersionWatcher watcher,
            TestScores scores,
            Processes trainers,
            List<LedgerConnections> connections,
            DemoData data,
            Screen screen)
            throws IOException, LedgerException, InterruptedException {
        List<RunReport.Version> history = run.history(watcher);
        long endMillis = System.currentTimeMillis();
        trainers.sampleMemory();
        trainers.awaitEnd();
        OptionalLong memory = peakMemory(trainers);
        List<String> lines = DemoRun.progressLines(place.progress());
        List<ProgressStep> steps = lines.stream()
                .map(ProgressStep::parse)
                .flatMap(Optional::stream)
                .toList();
        long begin = place.beginMillis();
        CriticalPath times = CriticalPathBuilder.of(steps, draft.versions(), begin, endMillis);
        Baselines baselines = baselines(data, screen);
        Counters counters = Counters.of(connections, steps);
        TaskSpec spec = draft.toSpec();
        RunReport.Version last = history.get(history.size() - 1);
        NetworkKind kind = NetworkKind.of(place.network());
        RunReport report = new RunReport(
                kind.kind(),
                kind.description(),
                options.data.kind().name().toLowerCase(Locale.ROOT),
                draft.name(),
                options.data.seed(),
                history.size() - 1,
                last.accuracy(),
                last.f1(),
                baselines == null ? null : baselines.localOnlyF1(),
                baselines == null ? null : baselines.pooledF1(),
                run.spent().largest(),
                spec.isProtected() ? spec.privacy().deltaPerBillion() / 1e9 : null,
                PrivacyLines.report(spec, SelectOption.places(spec.selection(), federation.size())),
                last.modelCid(),
                testCid,
                watcher.blocks(),
                counters.failed(),
                counters.retried(),
                times.startSeconds(),
                (endMillis - begin) / 1000.0,
                place.buildMillis() / 1000.0,
                baselines == null ? 0 : baselines.seconds(),
                times,
                memory.isPresent() ? memory.getAsLong() / 1024 : null,
                members(watcher, run.spent()),
                history);
        Path page = ReportFiles.write(report, place.report());
        if (options.json != null) {
            ReportFiles.replace(options.json.toAbsolutePath(), ReportFiles.json(report));
        }
        Summary.print(report, page, screen);
        if (spec.evaluation() == Evaluation.SHARED) {
            FederationContract contract = new FederationContract(Enrolment.admin(connections.get(0)));
            screen.line(claims(ReportedScores.read(contract, draft.name(), last.version())));
        }
        return report;
    }

    private String claims(ReportedScores reported) {
        if (reported.scores().isEmpty()) {
            return "Held-out rows: nobody reported a score (a hold-out of fewer than 32 rows is never reported).";
        }
        return String.format(
                Locale.ROOT,
                "Held-out rows, as %d of %d participants say: loss %.4f, accuracy %.4f, weighted by rows. Nobody can check it.",
                reported.scores().size(),
                federation.size(),
                reported.meanLoss(),
                reported.meanAccuracy());
    }

    private Baselines baselines(DemoData data, Screen screen) {
        boolean wanted = options.baselines == DemoOptions.Baselines.ON
                || (options.baselines == DemoOptions.Baselines.AUTO
                        && options.data.kind() == DataOptions.Kind.GENERATED);
        if (!wanted) {
            return null;
        }
        screen.now("training alone and pooled, for comparison");
        return Baselines.measure(draft, data.byEnterprise(), data.test());
    }

    private List<RunReport.Member> members(VersionWatcher watcher, PrivacySpent spent) throws LedgerException {
        Map<String, Standing> byId = new TreeMap<>();
        watcher.members().forEach(standing -> byId.put(standing.member().id(), standing));
        List<RunReport.Member> members = new ArrayList<>();
        for (Federation.Member member : federation.members()) {
            Standing standing = byId.get(member.participantId());
            RosterMember.Counts counts = standing.member().counts();
            String kind = attack.of(
                    member.enterprise(), member.index(), federation.enterprises(), federation.perEnterprise());
            members.add(new RunReport.Member(
                    member.participantId(),
                    member.enterpriseName(),
                    kind.equals(AttackPlan.NONE) ? null : kind,
                    counts.selected(),
                    counts.included(),
                    counts.rejected(),
                    counts.unavailable(),
                    counts.absent(),
                    standing.expectationMicros() / 1e6,
                    counts.contributionMicros() == null ? null : counts.contributionMicros() / 1e6,
                    spent.of(member.participantId())));
        }
        return members;
    }

    private OptionalLong peakMemory(Processes trainers) {
        OptionalLong ours = Memory.peakKilobytes(ProcessHandle.current().pid());
        OptionalLong networks = Memory.peakKilobytesOfNetwork(place.network());
        OptionalLong theirs = trainers.peakKilobytes();
        return ours.isPresent() && networks.isPresent() && theirs.isPresent()
                ? OptionalLong.of(ours.getAsLong() + networks.getAsLong() + theirs.getAsLong())
                : OptionalLong.empty();
    }
}
