package org.fedfabric.chaincode;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.VersionRecord;

/**
 * Prints what the ledger's functions cost on a task with 10,000 members: milliseconds of CPU in the calling thread over a
 * state in memory, the median of 21 calls after as many to warm up. Arguments: members, places.
 */
public final class LargeTaskBenchmark {
    private static final int CALLS = 21;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private LargeTaskBenchmark() {}

    /** Runs all measurements. */
    public static void main(String[] arguments) throws Exception {
        int members = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int places = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        long before = System.nanoTime();
        try (LargeTask task = new LargeTask(members, places)) {
            System.out.printf(
                    "%d members enrolled and joined in %.1f s%n", members, (System.nanoTime() - before) / 1e9);
            before = System.nanoTime();
            task.admit();
            VersionRecord head = task.start();
            System.out.printf("admitted and started in %.1f s%n", (System.nanoTime() - before) / 1e9);
            measure(task, head);
        }
    }

    private static void measure(LargeTask task, VersionRecord head) throws Exception {
        Federation federation = task.federation;
        TestChannel channel = federation.channel;
        String middle = task.ids.get(task.ids.size() / 2);
        print(
                "participant:List, 100",
                () -> channel.simulate(
                        federation.requester,
                        "participant:List",
                        "OrgB",
                        "100",
                        middle.substring(middle.indexOf('/') + 1)));
        print(
                "task:Joins, 100",
                () -> channel.simulate(federation.requester, "task:Joins", LargeTask.NAME, "100", middle));
        print(
                "reputation:List, 256",
                () -> channel.simulate(federation.requester, "reputation:List", LargeTask.NAME, "17"));
        print(
                "reputation:Candidates, the last 100 of all",
                () -> channel.simulate(
                        federation.requester, "reputation:Candidates", LargeTask.NAME, "", "0", "0", "100", "9900"));
        print(
                "reputation:Candidates, none found in all",
                () -> channel.simulate(
                        federation.requester, "reputation:Candidates", LargeTask.NAME, "none", "0", "0", "100", ""));
        print("reputation:Get", () -> channel.simulate(federation.requester, "reputation:Get", LargeTask.NAME, middle));
        task.submit(head);
        String who = head.selected().get(0);
        print("round:Close", () -> channel.simulate(federation.identity(who), "round:Close", LargeTask.NAME, "0"));
        federation.close(LargeTask.NAME, who);
        String cid = federation.recompute(LargeTask.NAME, who).cid();
        String request = CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of(), List.of()));
        print(
                "round:Advance, verdicts known",
                () -> channel.simulate(federation.identity(who), "round:Advance", LargeTask.NAME, "0", request));
    }

    private static void print(String what, Callable<TestChannel.Run> call) throws Exception {
        double[] millis = new double[CALLS];
        double first = 0;
        for (int i = -CALLS; i < CALLS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            call.call().json();
            double took = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
            if (i == -CALLS) {
                first = took;
            }
            millis[Math.floorMod(i, CALLS)] = took;
        }
        Arrays.sort(millis);
        System.out.printf("%-32s %7.1f ms (first call %.1f ms)%n", what, millis[CALLS / 2], first);
    }
}
