package org.fedfabric.audit;

/** How far what is recorded could be confirmed. */
public enum Confirmation {
    /** Everything was recomputed and is as recorded. */
    OK,
    /** Bytes are gone or other rules applied: what could be recomputed is as recorded, the rest is not confirmed. */
    INCOMPLETE,
    /** Something was recomputed and is not as recorded. */
    DIVERGES;

    /** The worse of two. */
    public Confirmation and(Confirmation other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
