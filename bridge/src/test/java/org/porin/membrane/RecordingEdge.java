package org.porin.membrane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.profile.CommonProfile;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.profile.TransId;

/** An edge that keeps what it was given; the test answers, or lets it answer at once. */
public final class RecordingEdge implements CommonProfile {
  public final List<MessageOperation> operations = new ArrayList<>();
  public final List<CompletableFuture<Response>> answers = new ArrayList<>();
  public boolean answersAtOnce;

  @Override
  public synchronized CompletionStage<Response> message(MessageOperation operation) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    operations.add(operation);
    answers.add(answer);
    if (answersAtOnce) {
      answer.complete(Response.success(operation.transId()));
    }
    return answer;
  }

  /** Answers the n-th operation. */
  public void answer(int index, Response response) {
    CompletableFuture<Response> answer;
    synchronized (this) {
      answer = answers.get(index);
    }
    answer.complete(response);
  }

  /** Answers the n-th operation with success. */
  public void succeed(int index) {
    TransId id;
    synchronized (this) {
      id = operations.get(index).transId();
    }
    answer(index, Response.success(id));
  }

  public synchronized List<String> texts() {
    return operations.stream().map(Operations::textOf).toList();
  }
}
