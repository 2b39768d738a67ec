package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.component.CommandFixture.ADDRESS;
import static org.porin.component.CommandFixture.FORM;
import static org.porin.component.CommandFixture.JULIET;
import static org.porin.component.CommandFixture.assertError;
import static org.porin.component.CommandFixture.session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.Jid;
import org.porin.profile.ContactDirectory;
import org.porin.profile.ContactDirectory.Contact;
import org.porin.profile.ContactDirectory.Watched;
import org.porin.profile.ContactDirectory.Watching;

/** What the commands of the gateway do. */
@Timeout(60)
class ContactCommandsTest {
  private final CommandFixture gateway = new CommandFixture();

  @Test
  void contactsAreListedWithTheirState() {
    gateway.directory.contacts.add(
        new Contact(
            new Jid("o\\27hara", "montague.example", ""), Watching.ACTIVE, Watched.PENDING, 2));
    String answer = gateway.execute("contacts");
    assertThat(answer).contains("type='result'", "status='completed'", "sessionid='");
    assertThat(answer)
        .contains("<field var='address'><value>o\\27hara@montague.example</value></field>")
        .contains("<field var='watching'><value>active</value></field>")
        .contains("<field var='watched'><value>pending</value></field>")
        .contains("<field var='resources'><value>2</value></field>");
  }

  @Test
  void aLongListIsCutAndSaysSo() {
    for (int i = 0; i < 2_000; i++) {
      Jid address = new Jid("u" + i + "x".repeat(900), "montague.example", "");
      gateway.directory.contacts.add(new Contact(address, Watching.ACTIVE, Watched.NONE, 0));
    }
    String answer = gateway.execute("contacts");
    assertThat(answer.length()).isLessThan(150_000);
    int rows = answer.split("<item>", -1).length - 1;
    assertThat(rows).isPositive();
    assertThat(answer).contains("<note type='info'>These are the first " + rows + " of 2000.");
  }

  @Test
  void aLongListOfBlocksToChooseFromIsCutToo() {
    for (int i = 0; i < ContactDirectory.MAX_LISTED; i++) {
      Jid address = new Jid("u" + i + "x".repeat(900), "montague.example", "");
      gateway.directory.block(JULIET, address);
    }
    String form = gateway.execute("unblock");
    assertThat(form.length()).isLessThan(150_000);
    assertThat(form).contains("status='executing'", "<option>");
  }

  @Test
  void whoHasNoContactsIsToldSo() {
    assertThat(gateway.execute("contacts")).contains("status='completed'", "<note type='info'>");
    assertThat(gateway.execute("blocks")).contains("<note type='info'>You have blocked nobody.");
    assertThat(gateway.execute("unblock"))
        .contains("status='completed'", "You have blocked nobody.");
  }

  @Test
  void aResyncIsBegunAndSaysForHowMany() {
    assertThat(gateway.execute("resync")).contains("status='completed'", "of 2 of them");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "romeo@montague.example, romeo@montague.example",
    "' ROMEO@Montague.example/orchard ', romeo@montague.example",
    "tybalt@verona.example, tybalt\\40verona.example@cpim.capulet.example",
    "tybalt\\40verona.example@cpim.capulet.example, "
        + "tybalt\\40verona.example@cpim.capulet.example",
    "pres:tybalt@verona.example, tybalt\\40verona.example@cpim.capulet.example",
    "o'hara@montague.example, o\\27hara@montague.example",
    "Verona.Example, verona.example",
    "montague.example, montague.example"
  })
  void anAddressOrADomainIsBlocked(String typed, String blocked) {
    String form = gateway.execute("block");
    assertThat(form).contains("status='executing'", "<actions execute='complete'><complete/>");
    assertThat(form).contains("<x xmlns='jabber:x:data' type='form'>", "<required/>");
    assertThat(gateway.block(typed.replace("'", "&apos;")))
        .contains("status='completed'", "<note type='info'>Blocked.");
    assertThat(gateway.blocks()).extracting(Jid::toString).containsExactly(blocked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "tybalt",
        "@verona.example",
        "tel:+39",
        "nurse@capulet.example",
        "capulet.example",
        "cpim.capulet.example",
        "x@cpim.capulet.example",
        "192.0.2.1",
        "a b.example"
      })
  void whatIsNobodyOnTheOtherSideIsRefused(String typed) {
    assertError(gateway.block(typed), "modify", "bad-request", "bad-payload");
    assertThat(gateway.blocks()).isEmpty();
  }

  @Test
  void anAddressThatIsTooLongIsRefused() {
    assertError(
        gateway.block("x".repeat(5_000) + "@montague.example"),
        "modify",
        "bad-request",
        "bad-payload");
  }

  @Test
  void whatIsBlockedIsListedAndCanBeUnblocked() {
    gateway.block("romeo@montague.example");
    gateway.block("verona.example");
    assertThat(gateway.execute("blocks"))
        .contains("<value>romeo@montague.example</value>", "<value>verona.example</value>");
    String form = gateway.execute("unblock");
    assertThat(form)
        .contains("type='list-single'", "<option><value>verona.example</value></option>");
    String chosen = FORM.formatted(ADDRESS.formatted("verona.example"));
    assertThat(gateway.submit("unblock", session(form), "complete", chosen)).contains("Unblocked.");
    assertThat(gateway.submit("unblock", session(form), "complete", chosen))
        .contains("was not blocked");
    assertThat(gateway.blocks())
        .extracting(Jid::toString)
        .containsExactly("romeo@montague.example");
    assertThat(gateway.block("romeo@montague.example")).contains("blocked already");
  }

  @Test
  void whatCouldNotBeDoneIsAnErrorInTheNote() { // XEP-0050 §3.6: MUST
    gateway.directory.keeps = false;
    assertThat(gateway.block("romeo@montague.example"))
        .contains("type='result'", "status='completed'", "<note type='error'>");
    gateway.directory.keeps = true;
    for (int i = 0; i < ContactDirectory.MAX_LISTED; i++) {
      gateway.directory.block(JULIET, new Jid("u" + i, "montague.example", ""));
    }
    assertThat(gateway.block("tybalt@verona.example")).contains("<note type='error'>");
  }

  @Test
  void whatAUserTypesCannotBreakOutOfTheAnswer() { // injection
    String answer = gateway.block("&lt;/note&gt;&lt;x&gt;@montague.example");
    assertThat(answer).doesNotContain("<x>");
    gateway.directory.contacts.add(
        new Contact(
            new Jid("\\3c\\26\\22", "montague.example", ""), Watching.ACTIVE, Watched.NONE, 0));
    assertThat(gateway.execute("contacts"))
        .contains("<value>\\3c\\26\\22@montague.example</value>");
  }
}
