package org.porin.resolve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;

/**
 * One recursive name server. An answer that says that this server cannot answer counts as none, so
 * that whoever asks several goes on to the next, as it does for one that is silent: dnsjava by
 * itself believes the first word, whatever it is.
 */
final class NameServer implements Resolver {
  private final SimpleResolver server;

  NameServer(InetSocketAddress address, Duration oneTry) {
    server = new SimpleResolver(address);
    server.setTimeout(oneTry);
  }

  /** The server answered that it has no answer. */
  static final class NoAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(int rcode) {
      super(Rcode.string(rcode));
    }
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query) {
    return server.sendAsync(query).thenCompose(NameServer::judged);
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    return server.sendAsync(query, executor).thenCompose(NameServer::judged);
  }

  private static CompletionStage<Message> judged(Message answer) {
    int rcode = answer.getRcode();
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN
        ? CompletableFuture.completedStage(answer)
        : CompletableFuture.failedStage(new NoAnswerException(rcode));
  }

  @Override
  public void setPort(int port) {
    server.setPort(port);
  }

  @Override
  public void setTCP(boolean always) {
    server.setTCP(always);
  }

  @Override
  public void setIgnoreTruncation(boolean ignored) {
    server.setIgnoreTruncation(ignored);
  }

  @Override
  public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
    server.setEDNS(version, payloadSize, flags, options);
  }

  @Override
  public void setTSIGKey(TSIG key) {
    server.setTSIGKey(key);
  }

  @Override
  public void setTimeout(Duration timeout) {
    server.setTimeout(timeout);
  }

  @Override
  public Duration getTimeout() {
    return server.getTimeout();
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
