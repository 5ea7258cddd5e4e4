package org.fedfabric.chaincode.observing;

import java.util.List;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.refusal.RefusalCode;

/** Passes everything on to each. */
final class ObserverList implements EndorserObserver {
    private final List<EndorserObserver> observers;

    ObserverList(List<EndorserObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void called(String function, RefusalCode refusal, long nanos) {
        observers.forEach(observer -> observer.called(function, refusal, nanos));
    }

    @Override
    public void took(Step step, long nanos) {
        observers.forEach(observer -> observer.took(step, nanos));
    }

    @Override
    public void asked(Work work, Found found) {
        observers.forEach(observer -> observer.asked(work, found));
    }

    @Override
    public void judged(String task, long version, String participantId, Verdict verdict) {
        observers.forEach(observer -> observer.judged(task, version, participantId, verdict));
    }

    @Override
    public void composed(String task, long version, String cid, long included) {
        observers.forEach(observer -> observer.composed(task, version, cid, included));
    }
}
