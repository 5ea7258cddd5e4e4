package org.fedfabric.trainer.federation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.fedfabric.contentstore.ContentStore;

/** Stores that hand over other bytes than were addressed, behind the place where bytes are verified. */
final class LyingStore {
    private static final String UPDATE = "FFUP";

    private LyingStore() {}

    /** Breaks the header of every update that is not this enterprise's. */
    static ContentStore slandering(ContentStore store, String mspId) {
        return lying(store, content -> {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            if (text.startsWith(UPDATE) && !text.contains("\"" + mspId + "/")) {
                content[0] ^= 1;
            }
            return content;
        });
    }

    /** Turns the lowest bit of the last value of every update. */
    static ContentStore miscounting(ContentStore store) {
        return lying(store, content -> {
            if (new String(content, 0, Math.min(4, content.length), StandardCharsets.ISO_8859_1).equals(UPDATE)) {
                content[content.length - Integer.BYTES] ^= 1;
            }
            return content;
        });
    }

    private static ContentStore lying(ContentStore store, UnaryOperator<byte[]> alteration) {
        return (ContentStore) Proxy.newProxyInstance(
                ContentStore.class.getClassLoader(),
                new Class<?>[] {ContentStore.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(store, arguments);
                        if (result instanceof byte[] content) {
                            return alteration.apply(content.clone());
                        }
                        if (result instanceof Optional<?> found && found.orElse(null) instanceof byte[] content) {
                            return Optional.of(alteration.apply(content.clone()));
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
