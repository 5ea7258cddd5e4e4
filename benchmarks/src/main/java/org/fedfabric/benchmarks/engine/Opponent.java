package org.fedfabric.benchmarks.engine;

import java.io.Closeable;
import java.io.IOException;
import org.fedfabric.benchmarks.measure.Contender;
import org.fedfabric.benchmarks.measure.Setting;

/** Whom the engine is compared with. */
interface Opponent extends Closeable {
    /** PyTorch if the setting names an interpreter that has it, else the bare matrix products. */
    static Opponent open(EngineModel model, Setting setting) throws IOException {
        return setting.python().isPresent()
                ? Torch.start(setting.python().get(), setting.root(), model.name())
                : new BareProducts(model.spec());
    }

    /** What reports call it. */
    String name();

    /** Whether it is PyTorch, for which the targets hold. */
    boolean isTorch();

    /** Training steps of one batch each; that many are one repetition. Ends what was asked for before. */
    Contender training(int batch, int steps) throws IOException;

    /** Forward passes of one batch each; that many are one repetition. Ends what was asked for before. */
    Contender forward(int batch, int steps) throws IOException;
}
