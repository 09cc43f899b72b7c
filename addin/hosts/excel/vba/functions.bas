' What stands for a missing number becomes Excel's own error value, so that IFERROR and ISNA see it.
Private Function Shown(found As Variant) As Variant
    Dim r As Long, c As Long
    If IsArray(found) Then
        For r = LBound(found, 1) To UBound(found, 1)
            For c = LBound(found, 2) To UBound(found, 2)
                If VarType(found(r, c)) = vbString Then
                    If found(r, c) = "#N/A" Then found(r, c) = CVErr(xlErrNA)
                End If
            Next c
        Next r
    ElseIf VarType(found) = vbString Then
        If found = "#N/A" Then found = CVErr(xlErrNA)
    End If
    Shown = found
End Function
