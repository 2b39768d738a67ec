package org.porin.operate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The two questions of whoever watches over a process: does it live ({@code /healthz}: restart it
 * where not), and can it carry messages now ({@code /readyz}: wait, and look at the cause).
 */
public final class Health {
  /** How long the event loop may take for a turn; it should take milliseconds. */
  static final long TURN_SECONDS = 2;

  private static final JsonFactory JSON = new JsonFactory();

  private final String version;
  private final Supplier<List<Leg>> legs;
  private final Supplier<CompletionStage<Void>> turn;

  /**
   * @param version of this software
   * @param legs how each is now; both sides have at least one
   * @param turn completes when the event loop has come round
   */
  public Health(String version, Supplier<List<Leg>> legs, Supplier<CompletionStage<Void>> turn) {
    this.version = version;
    this.legs = legs;
    this.turn = turn;
  }

  /** 200 while the process does its work, 503 when the event loop of the SIP side is stuck. */
  public Page alive() {
    return new Page(
        "GET",
        request ->
            turn.get()
                .toCompletableFuture()
                .copy() // the timeout is ours alone
                .orTimeout(TURN_SECONDS, TimeUnit.SECONDS)
                .handle(
                    (turned, fault) ->
                        fault == null
                            ? Reply.json(200, "{\"alive\":true}")
                            : Reply.json(
                                503,
                                "{\"alive\":false,\"cause\":\"the event loop of the SIP side has"
                                    + " not turned for "
                                    + TURN_SECONDS
                                    + " s\"}")));
  }

  /** 200 when every leg is ready, else 503; both with the cause by leg, as JSON. */
  public Page ready() {
    return Page.of(
        () -> {
          List<Leg> now = legs.get();
          boolean ready = !now.isEmpty() && now.stream().allMatch(Leg::ready);
          return Reply.json(ready ? 200 : 503, json(ready, now));
        });
  }

  private String json(boolean ready, List<Leg> now) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("service", "porin");
      json.writeStringField("version", version);
      json.writeBooleanField("ready", ready);
      json.writeArrayFieldStart("legs");
      for (Leg leg : now) {
        json.writeStartObject();
        json.writeStringField("side", leg.side());
        json.writeStringField("name", leg.name());
        json.writeBooleanField("ready", leg.ready());
        json.writeStringField("state", leg.state());
        if (leg.cause().isPresent()) {
          json.writeStringField("cause", leg.cause().get());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory takes everything", e);
    }
    return text.toString();
  }
}
