package org.porin.component;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.component.DataForm.Field;
import org.porin.component.DataForm.Table;
import org.porin.profile.ContactDirectory;
import org.porin.profile.ContactDirectory.Change;
import org.porin.profile.ContactDirectory.Contact;
import org.porin.profile.ContactDirectory.Listing;
import org.porin.stanza.StanzaError.Condition;

/** What each command does (see {@link Command}): words around a {@link ContactDirectory}. */
final class ContactCommands {
  private static final String ADDRESS = "address";
  private static final Field ADDRESSES = new Field(ADDRESS, "Address", "jid-single");
  private static final List<Field> CONTACTS =
      List.of(
          ADDRESSES,
          new Field("watching", "I see their presence", "text-single"),
          new Field("watched", "They see my presence", "text-single"),
          new Field("resources", "Devices online", "text-single"));

  private final ContactDirectory directory;
  private final ContactAddress addresses;

  ContactCommands(ContactDirectory directory, ContactAddress addresses) {
    this.directory = directory;
    this.addresses = addresses;
  }

  /** The first stage: the form of a command that has one, the outcome of one that has none. */
  CompletionStage<CommandReply> begin(Command command, Jid user) {
    switch (command) {
      case CONTACTS:
        return directory.contacts(user).thenApply(ContactCommands::contacts);
      case RESYNC:
        return directory.resync(user).thenApply(ContactCommands::resynced);
      case BLOCKS:
        return directory.blocks(user).thenApply(ContactCommands::blocks);
      case UNBLOCK:
        return directory.blocks(user).thenApply(ContactCommands::unblocking);
      case BLOCK:
        return CompletableFuture.completedStage(blocking());
    }
    throw new IllegalStateException("no such command");
  }

  /**
   * The second stage: what the form says is done.
   *
   * @throws CommandFault when it says nothing that can be
   */
  CompletionStage<CommandReply> complete(CommandRequest request) throws CommandFault {
    String typed =
        request
            .form()
            .flatMap(form -> DataForm.value(form, ADDRESS))
            .orElseThrow(() -> badPayload("The form names no address"));
    Jid address = address(typed);
    return request.command() == Command.BLOCK
        ? directory.block(request.user(), address).thenApply(ContactCommands::blocked)
        : directory.unblock(request.user(), address).thenApply(ContactCommands::unblocked);
  }

  private Jid address(String typed) throws CommandFault {
    try {
      return addresses.toContactOrDomain(typed);
    } catch (UnmappableAddressException e) {
      throw badPayload(e.text());
    }
  }

  private static CommandFault badPayload(String text) {
    return new CommandFault(Condition.BAD_REQUEST, "bad-payload", text);
  }

  private static CommandReply contacts(Listing<Contact> contacts) {
    return contacts.entries().isEmpty()
        ? CommandReply.done("You have no contacts on the other side.")
        : table(
            Command.CONTACTS,
            CONTACTS,
            contacts.entries().stream().map(ContactCommands::row).toList(),
            contacts.total());
  }

  private static List<String> row(Contact contact) {
    return List.of(
        contact.address().toString(),
        word(contact.watching()),
        word(contact.watched()),
        Integer.toString(contact.resources()));
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static CommandReply blocks(Listing<Jid> blocks) {
    return blocks.entries().isEmpty()
        ? CommandReply.done("You have blocked nobody.")
        : table(
            Command.BLOCKS,
            List.of(ADDRESSES),
            blocks.entries().stream().map(block -> List.of(block.toString())).toList(),
            blocks.total());
  }

  private static CommandReply table(
      Command command, List<Field> columns, List<List<String>> rows, int total) {
    Table table = DataForm.table(command.label(), columns, rows);
    CommandReply reply = CommandReply.showing(table.form());
    return table.rows() == total
        ? reply
        : reply.remarking("These are the first " + table.rows() + " of " + total + ".");
  }

  private static CommandReply resynced(int contacts) {
    return CommandReply.done(
        "The presence of your contacts is asked for anew: of " + contacts + " of them.");
  }

  private static CommandReply blocking() {
    return CommandReply.asking(
        DataForm.asking(
            Command.BLOCK.label(),
            "You and whom you block hear nothing more of each other. What you enter may be an"
                + " address, user@domain, or a whole domain.",
            new Field(ADDRESS, "Address or domain", "text-single"),
            List.of()));
  }

  private static CommandReply unblocking(Listing<Jid> blocks) {
    return blocks.entries().isEmpty()
        ? CommandReply.done("You have blocked nobody.")
        : CommandReply.asking(
            DataForm.asking(
                Command.UNBLOCK.label(),
                "Whom you unblock may ask again to see your presence.",
                new Field(ADDRESS, "Address or domain", "list-single"),
                blocks.entries().stream().map(Jid::toString).toList()));
  }

  private static CommandReply blocked(Change change) {
    switch (change) {
      case DONE:
        return CommandReply.done("Blocked.");
      case UNCHANGED:
        return CommandReply.done("That was blocked already.");
      case FULL:
        return CommandReply.failed(
            "You have blocked " + ContactDirectory.MAX_LISTED + " already; unblock some first.");
      case FAILED:
        return NOT_KEPT;
    }
    throw new IllegalStateException("no such change");
  }

  private static CommandReply unblocked(Change change) {
    switch (change) {
      case DONE:
        return CommandReply.done("Unblocked.");
      case UNCHANGED:
        return CommandReply.done("That was not blocked.");
      case FULL:
      case FAILED:
        return NOT_KEPT;
    }
    throw new IllegalStateException("no such change");
  }

  private static final CommandReply NOT_KEPT =
      CommandReply.failed("The gateway could not keep that; please try again later.");
}
