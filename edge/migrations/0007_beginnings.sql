-- The API lists conversations by when they began. Their ids do not say that: one that follows from a browser's key has no
-- time in it.
ALTER TABLE conversation_line ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
UPDATE conversation_line SET opened_at = coalesce(
  (SELECT opened_at FROM conversation WHERE conversation.site = conversation_line.site
    AND conversation.conversation = conversation_line.conversation), 0);
UPDATE conversation_line SET line = json_set(line, '$.opened_at', strftime('%Y-%m-%dT%H:%M:%fZ', opened_at / 1000.0, 'unixepoch'));
CREATE INDEX conversation_line_by_beginning ON conversation_line (site, opened_at, conversation);
