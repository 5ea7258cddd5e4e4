package org.fedfabric.trainer.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.CommittedTransaction;
import org.fedfabric.trainer.ledger.EventConsumer;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.ledger.TaskEvents;
import org.fedfabric.trainer.ledger.TestCrypto;

/** A ledger whose answers a test writes, by function; it remembers the calls. */
final class ScriptedLedger implements LedgerClient {
    /** What a function answers. */
    interface Answer {
        Object to(String... arguments) throws LedgerException;
    }

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final ClientIdentity identity;

    ScriptedLedger(Path folder) throws Exception {
        this.identity =
                ClientIdentity.read(TestCrypto.mspFolder(folder.resolve("msp"), TestCrypto.selfSigned("p1")), "AMSP");
    }

    FederationContract contract() {
        return new FederationContract(this);
    }

    /** Answers a function; of the other enterprises if its name begins with {@code elsewhere:}. */
    ScriptedLedger on(String function, Answer answer) {
        answers.put(function, answer);
        return this;
    }

    static LedgerRefusal refusal(RefusalCode code, String... refusedBy) {
        return new LedgerRefusal(code, code.prefix() + " " + code + ": as scripted", List.of(refusedBy), "tx");
    }

    private String answer(String name, String function, String... arguments) throws LedgerException {
        calls.add(name + " " + String.join(" ", arguments));
        Answer answer = answers.get(name);
        if (answer == null) {
            throw new AssertionError("the script has no answer to " + name + " " + List.of(arguments));
        }
        Object result = answer.to(arguments);
        return result instanceof String text ? text : CanonicalJson.write(result);
    }

    @Override
    public String channel() {
        return "federation";
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public String evaluate(String function, String... arguments) throws LedgerException {
        return answer(function, function, arguments);
    }

    @Override
    public String evaluateElsewhere(String function, String... arguments) throws LedgerException {
        return answer("elsewhere:" + function, function, arguments);
    }

    @Override
    public CommittedTransaction submit(String function, String... arguments) throws LedgerException {
        return new CommittedTransaction("tx", 1, answer(function, function, arguments), 1);
    }

    @Override
    public TaskEvents events(Path checkpoint, EventConsumer consumer) {
        return () -> {};
    }
}
