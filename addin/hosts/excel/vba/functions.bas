' Rows of one value become that value. What stands for a missing number becomes Excel's own error value, so
' that IFERROR and ISNA see it.
Private Function Shown(found As Variant) As Variant
    Dim r As Long, c As Long
    If Not IsArray(found) Then
        Shown = Cell(found)
    ElseIf LBound(found, 1) = UBound(found, 1) And LBound(found, 2) = UBound(found, 2) Then
        Shown = Cell(found(LBound(found, 1), LBound(found, 2)))
    Else
        For r = LBound(found, 1) To UBound(found, 1)
            For c = LBound(found, 2) To UBound(found, 2)
                found(r, c) = Cell(found(r, c))
            Next c
        Next r
        Shown = found
    End If
End Function

Private Function Cell(value As Variant) As Variant
    Cell = value
    If VarType(value) = vbString Then
        If value = "#N/A" Then Cell = CVErr(xlErrNA)
    End If
End Function
