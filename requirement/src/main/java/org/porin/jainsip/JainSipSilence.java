package org.porin.jainsip;

import gov.nist.core.ServerLogger;
import gov.nist.core.StackLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** Loggers for JAIN SIP that say nothing: without its own it asks for log4j 1.2. */
public final class JainSipSilence {
  private JainSipSilence() {}

  /** In the place of its log of what it does. */
  public static final class OfStack implements StackLogger {
    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
      return 0;
    }

    @Override
    public void logException(Throwable cause) {}

    @Override
    public void logDebug(String text) {}

    @Override
    public void logDebug(String text, Exception cause) {}

    @Override
    public void logTrace(String text) {}

    @Override
    public void logFatalError(String text) {}

    @Override
    public void logError(String text) {}

    @Override
    public boolean isLoggingEnabled() {
      return false;
    }

    @Override
    public boolean isLoggingEnabled(int level) {
      return false;
    }

    @Override
    public void logError(String text, Exception cause) {}

    @Override
    public void logWarning(String text) {}

    @Override
    public void logInfo(String text) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String stamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
      return "silence";
    }
  }

  /** In the place of its log of messages. */
  public static final class OfServer implements ServerLogger {
    @Override
    public void closeLogFile() {}

    @Override
    public void logMessage(SIPMessage m, String from, String to, boolean sender, long time) {}

    @Override
    public void logMessage(
        SIPMessage m, String from, String to, String status, boolean sender, long time) {}

    @Override
    public void logMessage(SIPMessage m, String from, String to, String status, boolean sender) {}

    @Override
    public void logException(Exception cause) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public void setSipStack(SipStack stack) {}
  }
}
