package org.fedfabric.trainer.node;

import java.time.Duration;

/** Tells news from what was said a moment ago: a fault that fails each try at once would fill a log with one sentence. */
final class Repetition {
    /** An operator who looks at the log's end sees a fault that lasts. */
    private static final Duration SAY_AGAIN = Duration.ofSeconds(30);

    private String said;
    private long againNanos;

    /** Whether to say this now. */
    boolean isNews(String sentence) {
        long now = System.nanoTime();
        if (sentence.equals(said) && now - againNanos < 0) {
            return false;
        }
        said = sentence;
        againNanos = now + SAY_AGAIN.toNanos();
        return true;
    }
}
