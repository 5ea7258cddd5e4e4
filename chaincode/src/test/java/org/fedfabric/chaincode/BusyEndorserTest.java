package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An endorser with more to do than it takes on. */
@Timeout(60)
class BusyEndorserTest {
    private static final List<String> MEMBERS = List.of("OrgA/anna", "OrgB/bea", "OrgB/bob", "OrgC/carl", "OrgC/cleo");
    private final Federation federation = new Federation();
    private final ExecutorService callers = Executors.newFixedThreadPool(6);

    @AfterEach
    void stopThreads() {
        callers.shutdownNow();
        federation.close();
    }

    @Test
    void takes_four_calls_of_judge_of_an_enterprise_refuses_the_fifth_at_once_and_still_serves_others()
            throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), MEMBERS.toArray(String[]::new));
        federation.submitHonest("tiny", MEMBERS.toArray(String[]::new));
        federation.close("tiny", MEMBERS.get(0));
        CountDownLatch arrived = new CountDownLatch(4);
        CountDownLatch others = new CountDownLatch(5);
        CountDownLatch gate = new CountDownLatch(1);
        federation.swarm.onFetch = () -> {
            arrived.countDown();
            others.countDown();
            try {
                gate.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        List<CompletableFuture<TestChannel.Run>> calls = new ArrayList<>();
        for (String member : MEMBERS.subList(0, 4)) {
            calls.add(CompletableFuture.supplyAsync(() -> judge(MEMBERS.get(0), member), callers));
        }
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        RefusalException refusal =
                catchThrowableOfType(RefusalException.class, () -> judge(MEMBERS.get(0), MEMBERS.get(4)));
        assertThat(refusal.code()).isEqualTo(RefusalCode.BUSY);
        calls.add(CompletableFuture.supplyAsync(() -> judge(MEMBERS.get(1), MEMBERS.get(4)), callers));
        assertThat(others.await(30, TimeUnit.SECONDS))
                .as("another enterprise's call")
                .isTrue();
        gate.countDown();
        for (CompletableFuture<TestChannel.Run> call : calls) {
            assertThat(call.get(30, TimeUnit.SECONDS).json()).contains("INCLUDED");
        }
        assertThat(judge(MEMBERS.get(0), MEMBERS.get(4)).json()).contains("INCLUDED");
    }

    private TestChannel.Run judge(String caller, String member) {
        return federation.channel.simulate(federation.identity(caller), "update:Judge", "tiny", "0", member);
    }
}
