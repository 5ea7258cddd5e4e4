package org.fedfabric.trainer.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.ContentUnavailableException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.contentstore.StoreFailureException;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.TaskSpec;

/** Models by their address: fetched and verified once for all participants of the process. */
final class Models {
    /** A model of 10 million parameters is 40 MB; a version needs its base and its successor. */
    private static final int KEPT = 4;

    private static final Duration FETCH = Duration.ofSeconds(20);
    private static final Duration STORE = Duration.ofSeconds(20);

    private final ContentStore store;
    private final Map<String, float[]> parametersByCid = new LinkedHashMap<>();

    Models(ContentStore store) {
        this.store = store;
    }

    /** The parameters behind an address; shared, not to be changed. */
    float[] parameters(TaskSpec spec, String cid) throws ContentStoreException {
        synchronized (parametersByCid) {
            float[] known = parametersByCid.get(cid);
            if (known != null) {
                return known;
            }
        }
        float[] parameters = fetch(spec, cid);
        remember(cid, parameters);
        return parameters;
    }

    /** An initial model that a seed determines need not be waited for: it is drawn, and its address compared. */
    private float[] fetch(TaskSpec spec, String cid) throws ContentStoreException {
        ModelSpec model = spec.model();
        long lengthBytes = ModelBlob.lengthBytes(model);
        Optional<byte[]> here = store.getLocal(Cid.parse(cid), lengthBytes, FETCH);
        if (here.isPresent()) {
            return ModelBlob.decode(model, here.get());
        }
        if (spec.initialModel() instanceof InitialModel.Seeded seeded
                && seeded.cid().equals(cid)) {
            float[] drawn = SeededParameters.draw(model, seeded.seed());
            byte[] bytes = ModelBlob.encode(model, drawn);
            if (Cid.of(bytes).text().equals(cid)) {
                store.put(bytes, Pinning.UNPINNED, STORE);
                return drawn;
            }
        }
        return ModelBlob.decode(model, store.get(Cid.parse(cid), lengthBytes, FETCH));
    }

    /** Stores a model that was computed here and returns its address. */
    String put(TaskSpec spec, float[] parameters) throws StoreFailureException {
        byte[] bytes = ModelBlob.encode(spec.model(), parameters);
        String cid = store.put(bytes, Pinning.UNPINNED, STORE).text();
        remember(cid, parameters);
        return cid;
    }

    /**
     * Keeps a model in the store. Endorsers add it unpinned, so a collection for another task may have dropped it
     * meanwhile: then it is put there again from memory.
     */
    void pin(TaskSpec spec, String cid) throws ContentStoreException {
        float[] parameters = parameters(spec, cid);
        try {
            store.pin(Cid.parse(cid), STORE);
        } catch (ContentUnavailableException e) {
            store.put(ModelBlob.encode(spec.model(), parameters), Pinning.PINNED, STORE);
        }
    }

    private void remember(String cid, float[] parameters) {
        synchronized (parametersByCid) {
            parametersByCid.put(cid, parameters);
            if (parametersByCid.size() > KEPT) {
                parametersByCid.remove(parametersByCid.keySet().iterator().next());
            }
        }
    }
}
