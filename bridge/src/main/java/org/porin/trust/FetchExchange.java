package org.porin.trust;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.CompletableFuture;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The request and its answer on a connection that is for them alone. */
final class FetchExchange extends ChannelInboundHandlerAdapter {
  private final CertificateUrl url;
  private final CompletableFuture<Octets> result;
  private final HttpAnswer answer = new HttpAnswer(CertificateFetch.MAX_OCTETS);

  FetchExchange(CertificateUrl url, CompletableFuture<Octets> result) {
    this.url = url;
    this.result = result;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!url.secure()) {
      ask(context);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        ask(context);
      } else {
        fail(CredentialFault.TLS, "its host does not prove by TLS that it is the one meant");
      }
    }
  }

  private void ask(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(HttpAnswer.request(url)));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf octets = (ByteBuf) message;
    try {
      answer.take(octets);
      answer.body().ifPresent(result::complete);
    } catch (MalformedException e) {
      fail(CredentialFault.NO_CERTIFICATE, "its host does not answer with a certificate");
    } finally {
      octets.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    try {
      answer.end();
      answer.body().ifPresent(result::complete);
    } catch (MalformedException e) {
      fail(CredentialFault.BROKEN, "its host ends the connection too early");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(CredentialFault.BROKEN, "the connection to its host broke");
  }

  private void fail(CredentialFault fault, String why) {
    result.completeExceptionally(FetchException.theirs(fault, why));
  }
}
