package org.porin.simple;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
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
import javax.sip.header.ContactHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.porin.jainsip.JainSipSilence;

/**
 * Both ends of a subscription on JAIN SIP's reference implementation, with its own dialogs: what it
 * takes for a request of another dialog it answers 481 by itself.
 */
final class JainSipPresence implements SipListener, AutoCloseable {
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
  private final SipStack stack;
  private final SipProvider provider;
  private final MessageFactory messages;
  private final HeaderFactory headers;
  private final AddressFactory addresses;
  private final InetSocketAddress address;
  private final String transport;
  private final boolean tellsAtOnce;
  private volatile @Nullable Dialog dialog;
  private volatile @Nullable Exception fault;

  /**
   * @param tellsAtOnce whether it tells at once behind its answer to the first SUBSCRIBE
   */
  JainSipPresence(String transport, boolean tellsAtOnce) throws Exception {
    this.transport = transport;
    this.tellsAtOnce = tellsAtOnce;
    try (ServerSocket probe = new ServerSocket(0, 1, PlainPeer.LOOPBACK)) {
      address = (InetSocketAddress) probe.getLocalSocketAddress();
    }
    SipFactory factory = SipFactory.getInstance();
    factory.setPathName("gov.nist");
    Properties properties = new Properties();
    properties.setProperty("javax.sip.STACK_NAME", "presence-" + transport + address.getPort());
    properties.setProperty(
        "gov.nist.javax.sip.STACK_LOGGER", JainSipSilence.OfStack.class.getName());
    properties.setProperty(
        "gov.nist.javax.sip.SERVER_LOGGER", JainSipSilence.OfServer.class.getName());
    stack = factory.createSipStack(properties);
    messages = factory.createMessageFactory();
    headers = factory.createHeaderFactory();
    addresses = factory.createAddressFactory();
    ListeningPoint point =
        stack.createListeningPoint(
            address.getAddress().getHostAddress(), address.getPort(), transport);
    provider = stack.createSipProvider(point);
    provider.addSipListener(this);
  }

  InetSocketAddress address() {
    return address;
  }

  /** The next request that is not answered by the stack itself. */
  Request takeRequest() throws InterruptedException {
    Request request = requests.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came", fault);
    }
    return request;
  }

  /** The next final response to a request of its own. */
  Response takeResponse() throws InterruptedException {
    Response response = responses.poll(10, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("no response came", fault);
    }
    return response;
  }

  /** Subscribes Romeo to Juliet at a bridge. */
  void subscribe(InetSocketAddress bridge, int expires) throws Exception {
    Address romeo = addresses.createAddress("sip:romeo@montague.example");
    Address juliet = addresses.createAddress("sip:juliet@capulet.example");
    Request request =
        messages.createRequest(
            juliet.getURI(),
            Request.SUBSCRIBE,
            provider.getNewCallId(),
            headers.createCSeqHeader(1L, Request.SUBSCRIBE),
            headers.createFromHeader(romeo, "jain"),
            headers.createToHeader(juliet, null),
            List.of(
                headers.createViaHeader(
                    address.getAddress().getHostAddress(), address.getPort(), transport, null)),
            headers.createMaxForwardsHeader(70));
    Address hop =
        addresses.createAddress("sip:127.0.0.1:" + bridge.getPort() + ";lr;transport=" + transport);
    request.addFirst(headers.createRouteHeader(hop));
    request.addHeader(contact());
    request.addHeader(headers.createEventHeader("presence"));
    request.addHeader(headers.createExpiresHeader(expires));
    ClientTransaction transaction = provider.getNewClientTransaction(request);
    dialog = transaction.getDialog();
    transaction.sendRequest();
  }

  /** Subscribes again within the dialog. */
  void refresh(int expires) throws Exception {
    Request request = opened().createRequest(Request.SUBSCRIBE);
    request.addHeader(contact());
    request.addHeader(headers.createEventHeader("presence"));
    request.addHeader(headers.createExpiresHeader(expires));
    opened().sendRequest(provider.getNewClientTransaction(request));
  }

  /** Tells within the dialog. */
  void tell(String state, String body) throws Exception {
    Request request = opened().createRequest(Request.NOTIFY);
    request.addHeader(contact());
    request.addHeader(headers.createEventHeader("presence"));
    request.addHeader(headers.createSubscriptionStateHeader(state));
    if (!body.isEmpty()) {
      request.setContent(
          body.getBytes(StandardCharsets.UTF_8),
          headers.createContentTypeHeader("application", "pidf+xml"));
    }
    opened().sendRequest(provider.getNewClientTransaction(request));
  }

  @Override
  public void processRequest(RequestEvent event) {
    try {
      Request request = event.getRequest();
      ServerTransaction transaction = event.getServerTransaction();
      if (transaction == null) {
        transaction = provider.getNewServerTransaction(request);
      }
      if (request.getMethod().equals(Request.SUBSCRIBE)) {
        accept(request, transaction);
      } else {
        dialog = event.getDialog();
        transaction.sendResponse(messages.createResponse(200, request));
      }
      requests.add(request);
    } catch (Exception e) {
      fault = e; // the stack would swallow it
    }
  }

  /** Why it did not answer, if so. */
  @Nullable Exception fault() {
    return fault;
  }

  private void accept(Request request, ServerTransaction transaction) throws Exception {
    boolean first = ((ToHeader) request.getHeader("To")).getTag() == null;
    Response ok = messages.createResponse(200, request);
    if (first) {
      ((ToHeader) ok.getHeader("To")).setTag("jain");
    }
    ok.addHeader(contact());
    ok.addHeader(request.getHeader("Expires"));
    dialog = transaction.getDialog();
    transaction.sendResponse(ok);
    if (first && tellsAtOnce) {
      tell("pending", "");
    }
  }

  private ContactHeader contact() throws Exception {
    return headers.createContactHeader(
        addresses.createAddress(
            "sip:jain@127.0.0.1:" + address.getPort() + ";transport=" + transport));
  }

  private Dialog opened() {
    Dialog opened = dialog;
    if (opened == null) {
      throw new AssertionError("there is no dialog");
    }
    return opened;
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
}
