package org.porin.durable;

/** The store could not do what was asked; the message names the cause and the remedy. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean uncertain;

  public StoreException(String message) {
    super(message);
    uncertain = false;
  }

  public StoreException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StoreException(String message, Throwable cause, boolean uncertain) {
    super(message, cause);
    this.uncertain = uncertain;
  }

  /** The same, of something that may have been done all the same. */
  public StoreException uncertainly() {
    return new StoreException(String.valueOf(getMessage()), this, true);
  }

  /** Whether what was asked for may have been done all the same: nobody heard how it ended. */
  public boolean isUncertain() {
    return uncertain;
  }
}
