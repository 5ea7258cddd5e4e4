package org.fedfabric.benchmarks.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.benchmarks.measure.Spread;
import org.fedfabric.benchmarks.network.Consortium.Member;
import org.fedfabric.benchmarks.network.Consortium.Side;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.trainer.ledger.FederationContract;

/**
 * {@code round:Advance} of ten contributors, at 40 kB and at 4 MB each: with nothing known, so that it fetches, judges and sums
 * inside its endorsement, and after every enterprise has judged, as trainers do it. The baseline is a lone enrolment, the least
 * transaction there is.
 */
public final class AdvanceBenchmark implements Benchmark {
    private static final int CONTRIBUTORS = 10;

    /** Judge calls an endorser takes at a time. */
    private static final int JUDGE_CALLS = 4;

    /** Of 784 pixels: 10,345 parameters and 1,000,120. */
    private static final Map<String, Integer> HIDDEN_UNITS = Map.of("40 kB", 13, "4 MB", 1_258);

    /** The benchmark. */
    public AdvanceBenchmark() {}

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (Consortium consortium = Consortium.of(setting, CONTRIBUTORS)) {
            return measured(consortium, setting, List.of("40 kB", "4 MB"));
        }
    }

    static List<Figure> measured(Consortium consortium, Setting setting, List<String> sizes)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        List<Member> members = consortium.members(CONTRIBUTORS);
        try (Crowd crowd = new Crowd(JUDGE_CALLS)) {
            SampleFederation.enrol(consortium, members, crowd);
            for (String size : sizes) {
                int versions = 2 * (setting.windows() + 1);
                SampleFederation federation =
                        SampleFederation.start(consortium, members, HIDDEN_UNITS.get(size), versions, crowd);
                Turns turns = new Turns(consortium, new SampleVersions(federation, crowd), crowd);
                turns.take(/* counts= */ false);
                for (int turn = 0; turn < setting.windows(); turn++) {
                    turns.take(/* counts= */ true);
                }
                figures.addAll(turns.figures(members.size() + " × " + size));
            }
        } catch (InterruptedException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
        return figures;
    }

    /** What one turn after the other gave: two versions each. */
    private static final class Turns {
        private static final Map<String, List<String>> STEPS = new LinkedHashMap<>();

        static {
            STEPS.put("fetching", List.of("fetch"));
            STEPS.put("judging", List.of("decode_score"));
            STEPS.put(
                    "aggregating",
                    List.of("decode_for_sum", "compare", "aggregate", "encode", "address", "score_model"));
        }

        private final Side side;
        private final Consortium consortium;
        private final SampleVersions versions;
        private final Crowd crowd;
        private final Optional<StepSeconds> metrics;
        private final Map<String, List<Double>> millis = new LinkedHashMap<>();

        Turns(Consortium consortium, SampleVersions versions, Crowd crowd) throws IOException {
            this.consortium = consortium;
            this.side = consortium.enterprises().get(0);
            this.versions = versions;
            this.crowd = crowd;
            this.metrics = StepSeconds.of(consortium.folder(), side.name());
        }

        /** A version that nobody has judged, and one that all have. */
        void take(boolean counts) throws Exception {
            SampleVersions.Closed cold = versions.close();
            Map<String, Double> before = metrics.isPresent() ? metrics.get().read() : Map.of();
            Map<String, Double> turn = new LinkedHashMap<>();
            turn.put("cold", Crowd.timed(() -> advance(cold)));
            if (metrics.isPresent()) {
                Map<String, Double> after = metrics.get().read();
                STEPS.forEach((name, steps) -> turn.put(name, StepSeconds.millis(before, after, steps)));
            }
            SampleVersions.Closed warm = versions.close();
            turn.put("judge", median(judgements(side, warm)));
            for (Side other : consortium.enterprises()) {
                crowd.run(judgements(other, warm));
            }
            turn.put("judge again", median(judgements(side, warm)));
            turn.put("recompute", Crowd.timed(() -> recompute(warm)));
            turn.put("warm", Crowd.timed(() -> advance(warm)));
            turn.put("lone", Crowd.timed(this::enrol));
            turn.put("query", Crowd.timed(() -> contract().whoami()));
            if (counts) {
                turn.forEach((name, value) ->
                        millis.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
            }
        }

        private FederationContract contract() {
            return versions.members().get(0).contract();
        }

        private void advance(SampleVersions.Closed closed) throws Exception {
            contract()
                    .advance(
                            versions.task(),
                            closed.version(),
                            new AdvanceRequest(1, closed.nextCid(), List.of(), List.of(), List.of()));
        }

        private void recompute(SampleVersions.Closed closed) throws Exception {
            String answer = contract()
                    .client()
                    .evaluate("round:Recompute", versions.task(), Long.toString(closed.version() + 1));
            if (!answer.contains(closed.nextCid())) {
                throw new IllegalStateException("An endorser must compute the same next model, " + closed.nextCid()
                        + ". Provided value: " + answer);
            }
        }

        private void enrol() throws Exception {
            String name = "b" + UUID.randomUUID().toString().substring(0, 13);
            side.admin()
                    .client()
                    .submit("participant:Enroll", name, "TRAINER", Digests.sha256Hex(name.getBytes("UTF-8")));
        }

        private List<Crowd.Step> judgements(Side judge, SampleVersions.Closed closed) throws IOException {
            FederationContract asker = judge.admin();
            return versions.members().stream()
                    .map(member -> (Crowd.Step) () -> asker.judge(versions.task(), closed.version(), member.id()))
                    .toList();
        }

        private static double median(List<Crowd.Step> steps) {
            return Spread.quantile(Crowd.oneByOne(steps).millis(), 0.5);
        }

        List<Figure> figures(String what) {
            String lone = "a lone enrolment";
            List<Figure> figures = new ArrayList<>();
            figures.add(figure("Advance of " + what + ", nothing known", "cold", lone, "lone"));
            for (String step : STEPS.keySet()) {
                if (millis.containsKey(step)) {
                    figures.add(figure("  of it " + step + ", summed over updates", step, "the whole", "cold"));
                }
            }
            figures.add(figure("Advance of " + what + ", all judged before", "warm", lone, "lone"));
            figures.add(figure("update:Judge, " + what + ", new", "judge", "a lone query", "query"));
            figures.add(figure("update:Judge, " + what + ", again", "judge again", "a lone query", "query"));
            figures.add(figure("round:Recompute of " + what + " from the bytes", "recompute", "a lone query", "query"));
            return figures;
        }

        private Figure figure(String name, String ours, String baseline, String theirs) {
            return Figure.times(name, "ms", spread(ours), baseline, spread(theirs));
        }

        /** A step that the clock of the metrics did not see took its least unit. */
        private Spread spread(String name) {
            return Spread.of(millis.get(name).stream()
                    .mapToDouble(value -> Math.max(value, 1e-3))
                    .toArray());
        }
    }
}
