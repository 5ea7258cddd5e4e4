package org.fedfabric.contentstore;

class InMemoryContentStoreTest extends ContentStoreContract {
    @Override
    protected ContentStore store() {
        return ContentStore.inMemory();
    }
}
