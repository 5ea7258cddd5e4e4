package org.fedfabric.trainer.learning;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.fedfabric.protocol.model.ModelSpec;

/**
 * Networks at rest, so that the workspace is made once and not for every participant of every version. A network belongs
 * to whoever took it until it is given back.
 */
final class NetworkPool {
    /** The pool of this process. */
    static final NetworkPool SHARED = new NetworkPool(Runtime.getRuntime().availableProcessors());

    private final int most;
    private final Deque<Network> idle = new ArrayDeque<>();

    /** A pool that keeps the {@code most} networks given back last. */
    NetworkPool(int most) {
        this.most = most;
    }

    /** A network of this spec with any parameters: an idle one, or a new one. */
    Network take(ModelSpec spec) {
        synchronized (idle) {
            for (Iterator<Network> each = idle.iterator(); each.hasNext(); ) {
                Network network = each.next();
                if (network.spec().equals(spec)) {
                    each.remove();
                    return network;
                }
            }
        }
        return new Network(spec, Gemms.shared(), Capacity.of(spec));
    }

    /** Gives a network back. */
    void give(Network network) {
        synchronized (idle) {
            idle.addFirst(network);
            if (idle.size() > most) {
                idle.removeLast();
            }
        }
    }
}
