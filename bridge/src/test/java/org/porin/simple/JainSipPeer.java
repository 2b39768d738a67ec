package org.porin.simple;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.header.HeaderFactory;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * A user agent on JAIN SIP's reference implementation: other people's parser and transactions.
 * Answers each MESSAGE with the status it was made with.
 */
final class JainSipPeer implements SipListener, AutoCloseable {
  private static final AtomicInteger STACKS = new AtomicInteger();
  private static final int MOST_ATTEMPTS = 10;

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
  private final SipStack stack;
  private final SipProvider provider;
  private final MessageFactory messages;
  private final HeaderFactory headers;
  private final AddressFactory addresses;
  private final InetSocketAddress address;
  private final String transport;
  private final int status;

  JainSipPeer(String transport, int status) throws Exception {
    this.transport = transport;
    this.status = status;
    SipFactory factory = SipFactory.getInstance();
    factory.setPathName("gov.nist");
    Properties properties = new Properties();
    properties.setProperty("javax.sip.STACK_NAME", "peer-" + transport + STACKS.incrementAndGet());
    properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
    properties.setProperty(
        "gov.nist.javax.sip.STACK_LOGGER", JainSipSilence.OfStack.class.getName());
    properties.setProperty(
        "gov.nist.javax.sip.SERVER_LOGGER", JainSipSilence.OfServer.class.getName());
    stack = factory.createSipStack(properties);
    messages = factory.createMessageFactory();
    headers = factory.createHeaderFactory();
    addresses = factory.createAddressFactory();
    ListeningPoint point = listen(stack, transport);
    address = new InetSocketAddress(point.getIPAddress(), point.getPort());
    provider = stack.createSipProvider(point);
    provider.addSipListener(this);
  }

  /** The stack wants to be told a port, and somebody may have taken it meanwhile. */
  private static ListeningPoint listen(SipStack stack, String transport) throws Exception {
    for (int attempt = 1; ; attempt++) {
      InetSocketAddress free = free();
      try {
        return stack.createListeningPoint(
            free.getAddress().getHostAddress(), free.getPort(), transport);
      } catch (InvalidArgumentException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** The next MESSAGE that came. */
  Request takeRequest() throws InterruptedException {
    Request request = requests.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Sends a text and waits for its final response. */
  Response send(InetSocketAddress to, String from, String destination, String text)
      throws Exception {
    Address source = addresses.createAddress("sip:" + from);
    Address target = addresses.createAddress("sip:" + destination);
    Request request =
        messages.createRequest(
            target.getURI(),
            Request.MESSAGE,
            provider.getNewCallId(),
            headers.createCSeqHeader(1L, Request.MESSAGE),
            headers.createFromHeader(source, "jain"),
            headers.createToHeader(target, null),
            List.of(
                headers.createViaHeader(
                    address.getAddress().getHostAddress(), address.getPort(), transport, null)),
            headers.createMaxForwardsHeader(70),
            headers.createContentTypeHeader("text", "plain"),
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Address hop =
        addresses.createAddress(
            "sip:"
                + to.getAddress().getHostAddress()
                + ":"
                + to.getPort()
                + ";lr;transport="
                + transport);
    request.addFirst(headers.createRouteHeader(hop));
    ClientTransaction transaction = provider.getNewClientTransaction(request);
    transaction.sendRequest();
    Response response = responses.poll(10, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("no response came");
    }
    return response;
  }

  @Override
  public void processRequest(RequestEvent event) {
    try {
      requests.add(event.getRequest());
      ServerTransaction transaction = provider.getNewServerTransaction(event.getRequest());
      transaction.sendResponse(messages.createResponse(status, event.getRequest()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void processResponse(ResponseEvent event) {
    responses.add(event.getResponse());
  }

  @Override
  public void processTimeout(TimeoutEvent event) {}

  @Override
  public void processIOException(IOExceptionEvent event) {}

  @Override
  public void processTransactionTerminated(TransactionTerminatedEvent event) {}

  @Override
  public void processDialogTerminated(DialogTerminatedEvent event) {}

  @Override
  public void close() {
    stack.stop();
  }

  private static InetSocketAddress free() throws Exception {
    try (ServerSocket probe = new ServerSocket(0, 1, PlainPeer.LOOPBACK)) {
      return (InetSocketAddress) probe.getLocalSocketAddress();
    }
  }
}
