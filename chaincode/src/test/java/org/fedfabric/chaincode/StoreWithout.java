package org.fedfabric.chaincode;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;

/** A content store that cannot get one content, until it can. */
public final class StoreWithout {
    private final ContentStore store;
    private volatile Cid missing;

    /** The store of another, without this content. */
    public StoreWithout(ContentStore whole, String cid) {
        ContentStore empty = ContentStore.inMemory();
        missing = Cid.parse(cid);
        store = (ContentStore) Proxy.newProxyInstance(
                StoreWithout.class.getClassLoader(),
                new Class<?>[] {ContentStore.class},
                (proxy, method, arguments) -> {
                    try {
                        boolean inVain = method.getName().equals("get") && arguments[0].equals(missing);
                        return method.invoke(inVain ? empty : whole, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The store. */
    public ContentStore store() {
        return store;
    }

    /** From now on the content is there. */
    public void find() {
        missing = null;
    }
}
