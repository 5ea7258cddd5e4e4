package org.fedfabric.benchmarks.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.benchmarks.measure.Spread;
import org.fedfabric.benchmarks.measure.Target;
import org.fedfabric.benchmarks.network.Consortium.Member;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.update.UpdateBlob;

/**
 * {@code update:Submit} of the participants of a task, one each, through their own enterprises' gateways: alone and with 50
 * in flight. The baseline is {@code participant:Enroll} made the same way in the same turn: the least transaction there is,
 * two reads and two writes. No call may fail.
 */
public final class SubmitBenchmark implements Benchmark {
    private static final int IN_FLIGHT = 50;

    /** Participants of each enterprise of a network that is started for this: 300 submissions a turn. */
    private static final int PARTICIPANTS = 100;

    /** One hidden unit: the size of a model is nothing to a submission. */
    private static final int HIDDEN_UNITS = 1;

    private static final int LEAST_MEMBERS = 3;
    private static final double SUBMISSIONS_PER_SECOND = 100;
    private static final double P95_MILLIS = 1_000;

    /** The benchmark. */
    public SubmitBenchmark() {}

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (Consortium consortium = Consortium.of(setting, PARTICIPANTS)) {
            return measured(consortium, setting);
        }
    }

    static List<Figure> measured(Consortium consortium, Setting setting) throws IOException, InterruptedException {
        List<Member> members = consortium.members(PARTICIPANTS * 3);
        if (members.size() < LEAST_MEMBERS) {
            throw new IOException("The network must have certificates of " + LEAST_MEMBERS
                    + " participants at least, better of 300. Provided value: " + members.size()
                    + ". Start it with: ./test-network.sh up --participants 100");
        }
        Turns turns = new Turns(consortium, members, setting.windows());
        try (Crowd crowd = new Crowd(IN_FLIGHT)) {
            SampleFederation.enrol(consortium, members, crowd);
            turns.take(SampleFederation.start(consortium, members, HIDDEN_UNITS, 1, crowd), crowd, /* turn= */ -1);
            for (int turn = 0; turn < setting.windows(); turn++) {
                turns.take(SampleFederation.start(consortium, members, HIDDEN_UNITS, 1, crowd), crowd, turn);
            }
        } catch (InterruptedException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
        return turns.figures();
    }

    /** One member's submission: a commitment to bytes that nobody asks for before the version is closed. */
    private static Crowd.Step submission(SampleFederation federation, Member member) {
        Cid cid = Cid.of((federation.spec().name() + member.id()).getBytes(StandardCharsets.UTF_8));
        long length = UpdateBlob.lengthBytes(federation.header(member, 0, cid.text()));
        return () ->
                member.contract().submit(federation.spec().name(), 0, federation.submission(member, 0, cid, length));
    }

    /** The enrolment of somebody new by the member's administrator. */
    private static Crowd.Step enrolment(Member member) {
        String name = "b" + UUID.randomUUID().toString().substring(0, 13);
        String fingerprint = Digests.sha256Hex(name.getBytes(StandardCharsets.UTF_8));
        return () -> member.side().admin().client().submit("participant:Enroll", name, "TRAINER", fingerprint);
    }

    /** What all turns gave. */
    private static final class Turns {
        private final Consortium consortium;
        private final List<Member> lone;
        private final List<Member> together;
        private final double[] rate;
        private final double[] baseRate;
        private final double[] p95;
        private final double[] baseP95;
        private final double[] loneMillis;
        private final double[] baseLoneMillis;
        private final double[] cpu;
        private final double[] baseCpu;
        private final double[] chaincodeCpu;
        private final double[] baseChaincodeCpu;

        Turns(Consortium consortium, List<Member> members, int count) {
            this.consortium = consortium;
            int alone = Math.max(1, members.size() / 10);
            this.lone = members.subList(0, alone);
            this.together = members.subList(alone, members.size());
            this.rate = new double[count];
            this.baseRate = new double[count];
            this.p95 = new double[count];
            this.baseP95 = new double[count];
            this.loneMillis = new double[count];
            this.baseLoneMillis = new double[count];
            this.cpu = new double[count];
            this.baseCpu = new double[count];
            this.chaincodeCpu = new double[count];
            this.baseChaincodeCpu = new double[count];
        }

        /** A turn; the one before the first warms up. */
        void take(SampleFederation federation, Crowd crowd, int turn) throws IOException, InterruptedException {
            List<Crowd.Step> submissions = new ArrayList<>();
            List<Crowd.Step> enrolments = new ArrayList<>();
            together.forEach(member -> {
                submissions.add(submission(federation, member));
                enrolments.add(enrolment(member));
            });
            double loneSubmit = Spread.quantile(
                    Crowd.oneByOne(lone.stream()
                                    .map(m -> submission(federation, m))
                                    .toList())
                            .millis(),
                    0.5);
            double loneEnrol = Spread.quantile(
                    Crowd.oneByOne(lone.stream().map(m -> enrolment(m)).toList())
                            .millis(),
                    0.5);
            Duration[] before = {consortium.processorTime(""), consortium.processorTime("chaincode")};
            Crowd.Outcome submitted = crowd.run(submissions);
            Duration[] between = {consortium.processorTime(""), consortium.processorTime("chaincode")};
            Crowd.Outcome enrolled = crowd.run(enrolments);
            Duration[] after = {consortium.processorTime(""), consortium.processorTime("chaincode")};
            if (turn < 0) {
                return;
            }
            int count = together.size();
            loneMillis[turn] = loneSubmit;
            baseLoneMillis[turn] = loneEnrol;
            rate[turn] = count / submitted.seconds();
            baseRate[turn] = count / enrolled.seconds();
            p95[turn] = Spread.quantile(submitted.millis(), 0.95);
            baseP95[turn] = Spread.quantile(enrolled.millis(), 0.95);
            cpu[turn] = millisEach(before[0], between[0], count);
            baseCpu[turn] = millisEach(between[0], after[0], count);
            chaincodeCpu[turn] = millisEach(before[1], between[1], count);
            baseChaincodeCpu[turn] = millisEach(between[1], after[1], count);
        }

        /** At least one tick of the clock that counts them, so that a ratio is a number. */
        private static double millisEach(Duration from, Duration to, int count) {
            return Math.max(1, to.minus(from).toMillis()) / (double) count;
        }

        List<Figure> figures() {
            String enrol = "participant:Enroll, the same way";
            System.err.printf(
                    "submit: %d submissions and as many enrolments a turn, 0 failed, %d calls of the whole run retried%n",
                    together.size(), consortium.retried());
            Spread rates = Spread.of(rate);
            Spread tails = Spread.of(p95);
            return List.of(
                    new Figure(
                                    "update:Submit, " + IN_FLIGHT + " in flight",
                                    "tx/s",
                                    rates,
                                    enrol,
                                    Spread.of(baseRate),
                                    rates.median() / Spread.of(baseRate).median(),
                                    null)
                            .aimedAt(Target.atLeast(SUBMISSIONS_PER_SECOND, "tx/s", rates.median())),
                    Figure.times(
                                    "update:Submit, " + IN_FLIGHT + " in flight, p95",
                                    "ms",
                                    tails,
                                    enrol,
                                    Spread.of(baseP95))
                            .aimedAt(Target.below(P95_MILLIS, "ms", tails.median())),
                    Figure.times(
                            "lone update:Submit, p50", "ms", Spread.of(loneMillis), enrol, Spread.of(baseLoneMillis)),
                    Figure.times(
                            "the network's processor time for each", "ms", Spread.of(cpu), enrol, Spread.of(baseCpu)),
                    Figure.times(
                            "of it the chaincodes'",
                            "ms",
                            Spread.of(chaincodeCpu),
                            enrol,
                            Spread.of(baseChaincodeCpu)));
        }
    }
}
