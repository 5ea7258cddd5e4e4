package org.fedfabric.trainer.byzantine;

import java.nio.file.Path;
import java.util.List;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.federation.Consortium;
import org.fedfabric.trainer.federation.ScriptedNetwork;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.fedfabric.trainer.federation.SmallTask;

/** Three enterprises with one honest trainer each, on the network of {@link Consortium#chosen}. */
final class Federation implements AutoCloseable {
    /** Task names of this run, which may not be the first on its network. */
    private static final String RUN = Long.toString(System.currentTimeMillis() / 1_000, 36);

    final ScriptedNetwork network;
    final List<String> honest;

    Federation(Path state) throws Exception {
        network = new ScriptedNetwork(Consortium.chosen(state));
        network.open();
        honest = List.of(network.id(0, "honest"), network.id(1, "honest"), network.id(2, "honest"));
        for (String id : honest) {
            network.enrol(id, "TRAINER,AGGREGATOR");
        }
    }

    /** The terms of three versions, unlike any other task's in name only, so with the same models. */
    TaskSpec spec(String name) {
        return SmallTask.spec("byz-" + name + "-" + RUN);
    }

    /** A task that has not been opened. */
    ScriptedTask task(String name) {
        return new ScriptedTask(network, spec(name));
    }

    String[] honestIds() {
        return honest.toArray(String[]::new);
    }

    String mspId(int enterprise) {
        return network.mspIds().get(enterprise);
    }

    String[] allMspIds() {
        return network.mspIds().toArray(String[]::new);
    }

    @Override
    public void close() {
        network.close();
    }
}
