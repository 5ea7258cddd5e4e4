package org.fedfabric.experiments.scenario;

/** What is wrong with a scenario: file, line, what must hold and what is there. */
public final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String sentence) {
        super(sentence);
    }
}
