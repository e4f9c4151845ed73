extension Migration {
    /// What a module reads of the audit trail as it brings up to date what it kept before: a view
    /// that goes again with the step that needs it.
    public static let trailView =
        "CREATE VIEW trailEntry AS SELECT action, subject, detail FROM auditEntry;"
}
