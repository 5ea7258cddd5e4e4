package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.task.Evaluation;

/** How the trainers of a demo are started: each enterprise's own command line, and which of them share a process. */
final class TrainerLines {
    private final DemoOptions options;
    private final DemoPlace place;
    private final Federation federation;
    private final AttackPlan attack;

    TrainerLines(DemoOptions options, DemoPlace place, Federation federation, AttackPlan attack) {
        this.options = options;
        this.place = place;
        this.federation = federation;
        this.attack = attack;
    }

    /**
     * Starts all trainers.
     *
     * @param patience how long they wait for network, data and task
     */
    void start(Processes trainers, Duration patience) throws IOException {
        int processes = options.trainerProcesses();
        for (int p = 0; p < processes; p++) {
            // Neighbours share a process; sizes differ by one at most.
            int from = p * federation.enterprises() / processes;
            int to = (p + 1) * federation.enterprises() / processes;
            List<String> line = new ArrayList<>(List.of("trainer"));
            if (to - from == 1) {
                line.add("run");
                line.addAll(options(from, 1, patience));
                trainers.start(Federation.enterpriseName(from), line);
            } else {
                line.add("host");
                for (int e = from; e < to; e++) {
                    Path file = place.work().resolve(Federation.enterpriseName(e) + ".options");
                    Files.write(file, options(e, to - from, patience));
                    line.add(file.toString());
                }
                trainers.start("trainers-" + (p + 1), line);
            }
        }
    }

    private List<String> options(int enterprise, int sharing, Duration patience) {
        String name = Federation.enterpriseName(enterprise);
        List<String> users = new ArrayList<>();
        List<String> attackers = new ArrayList<>();
        for (int i = 0; i < federation.perEnterprise(); i++) {
            String user = new Federation.Member(enterprise, i).userName();
            users.add(user);
            String kind = attack.of(enterprise, i, federation.enterprises(), federation.perEnterprise());
            if (!kind.equals(AttackPlan.NONE)) {
                attackers.add(user + "=" + kind);
            }
        }
        List<String> line = new ArrayList<>(List.of(
                "--network",
                place.network().toString(),
                "--enterprise",
                name,
                "--participants",
                String.join(",", users),
                "--data",
                place.data().resolve(name).toString(),
                "--task",
                place.task(),
                "--state",
                place.state(name).toString(),
                "--progress",
                place.progress().resolve(name + ".progress").toString(),
                "--wait",
                Long.toString(patience.toSeconds()),
                "--simulation-seed",
                Long.toString(options.data.seed())));
        if (sharing > 1) {
            // Trainers of one process share its processors.
            int each = Math.max(1, Runtime.getRuntime().availableProcessors() / sharing);
            line.addAll(List.of("--parallel", Integer.toString(each)));
        }
        if (options.holdOut > 0) {
            line.addAll(List.of("--hold-out", Integer.toString(options.holdOut)));
        }
        if (options.evaluation == Evaluation.SHARED) {
            line.add("--share-scores");
        }
        if (!attackers.isEmpty()) {
            line.addAll(List.of("--simulate-attack", String.join(",", attackers)));
        }
        return line;
    }
}
